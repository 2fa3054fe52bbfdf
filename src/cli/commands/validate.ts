import { resolve } from "node:path";
import type { Diagnostic } from "../../diagnostic.ts";
import { placeOf } from "../../environment/checkout-of.ts";
import { readTree, type Reading } from "../../environment/read.ts";
import { summarize, type EnvironmentReport, type ValidateReport } from "../../report.ts";
import { prepareToJudge } from "../../prepare-to-judge.ts";
import { NEWEST } from "../../traefik/versions.ts";
import { judge, type JudgeOptions } from "../../validate.ts";
import type { Run } from "../command.ts";
import { readEnvFile } from "../env-file.ts";
import { EXIT } from "../exit-code.ts";
import { formatOf } from "../format-option.ts";
import { lostSince } from "../lost-folders.ts";
import { type Named, namedEnvironments } from "../named-environments.ts";
import { progressOn } from "../progress.ts";
import { repositoryPath } from "../repository-path.ts";
import { printable } from "../../printable.ts";
import { reporterOf } from "../report/format.ts";
import { sourceOf } from "../report/source-of.ts";
import { routeTester } from "../route-tester.ts";
import { ruleFilter } from "../rule-filter.ts";
import { rulePage } from "../rule-page.ts";
import { settingOf, textFlag, type Flags } from "../settings.ts";
import { wantsColour, type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { writeOutput } from "../write-output.ts";
import { VERSION } from "../version.ts";

/** One environment to judge: what it is called and what was read of it. */
interface Subject {
  readonly path: string;
  readonly reading: Reading;
}

/** `validate [ENV_DIR...]`: judges, reports, writes nothing but the report. */
export const runValidate: Run = async (operands, flags, terminal) => {
  const format = formatOf(flags["format"], terminal.env);
  const report = await reporterOf(format);
  const keep = ruleFilter(listOf(flags["only"]), listOf(flags["ignore"]));
  // a file alone cannot have its static configuration beside it
  const isAlone = isStdin(operands);
  if (isAlone && flags["against"] !== undefined) throw new UsageError("either - or --against, not both");
  const options: JudgeOptions = {
    ...judgeOptions(flags, terminal, (found) => keep(found) && !(isAlone && found.rule === "static-missing")),
    ...(await routeTester(flags, terminal)),
  };
  const environments: EnvironmentReport[] = [];
  const sources = new Map<string, (file: string) => string | undefined>();
  const progress = progressOn(terminal.err, () => performance.now());
  const named = isAlone ? null : await namedBy(operands, flags, terminal);
  for await (const { path, reading } of subjects(named?.present ?? null, operands, flags, terminal)) {
    progress.tell(`judging ${printable(path)}: ${reading.tree.files.length} files`);
    await prepareToJudge(reading.tree);
    const { verdict, traefikVersion, files, diagnostics } = judge(reading, options);
    environments.push({ path, verdict, traefikVersion, files, diagnostics });
    sources.set(path, sourceOf(reading));
  }
  progress.end();
  const result = summarize(environments, flags["against"] === undefined ? undefined : (named?.gone ?? []));
  const output = typeof flags["output"] === "string" ? flags["output"] : undefined;
  const text = report(
    format === "github" || format === "sarif" ? inRepository(result, operands, flags, terminal) : result,
    {
      source: (path, file) => sources.get(path)?.(file),
      colour: output === undefined && wantsColour(terminal.out, terminal.env),
      version: VERSION,
      rulePage,
    },
  );
  writeOutput(text, output, terminal);
  return result.summary.rejected === 0 ? EXIT.accepted : EXIT.rejected;
};

/** The same with paths as the repository has them, for those who show findings in it. */
function inRepository(
  report: ValidateReport,
  operands: readonly string[],
  flags: Flags,
  terminal: Terminal,
): ValidateReport {
  const pathOf = repositoryPath(operands, flags, terminal);
  const environments = report.environments.map((each) => ({ ...each, path: pathOf(each.path) }));
  return { ...report, environments };
}

function judgeOptions(
  flags: Flags,
  { env, at }: Terminal,
  keep: (found: Diagnostic) => boolean,
): JudgeOptions {
  const files = repeated(flags["envFile"]).map((file) => readEnvFile(at(file)));
  return {
    traefikVersion: settingOf("traefikVersion", flags, env) ?? NEWEST,
    targetDir: at(settingOf("target", flags, env) ?? "/etc/traefik"),
    failOn: settingOf("failOn", flags, env) ?? "error",
    variables: Object.fromEntries(files.flat()),
    keep,
  };
}

/** The environments that were named, else those that the checkout has; with `--against` those that are gone, too. */
async function namedBy(operands: readonly string[], flags: Flags, terminal: Terminal): Promise<Named> {
  const against = textFlag(flags, "against");
  const lost = against === undefined ? null : lostSince(against, flags, terminal);
  return namedEnvironments(operands, worktreeOf(flags, terminal), terminal.at, lost);
}

function worktreeOf(flags: Flags, { env, at }: Terminal): string {
  return at(settingOf("worktree", flags, env) ?? ".");
}

/** What there is to judge, one after the other, as memory is bounded. @param named null: a file from stdin */
async function* subjects(
  named: readonly string[] | null,
  operands: readonly string[],
  flags: Flags,
  terminal: Terminal,
): AsyncGenerator<Subject> {
  if (named === null) {
    yield await stdinSubject(flags, terminal);
    return;
  }
  const worktree = worktreeOf(flags, terminal);
  for (const path of named) {
    const folder = operands.length === 0 ? resolve(worktree, path) : terminal.at(path);
    yield { path, reading: readTree(placeOf(folder, path, worktree)) };
  }
}

function isStdin(operands: readonly string[]): boolean {
  return operands.length === 1 && operands[0] === "-";
}

async function stdinSubject(flags: Flags, terminal: Terminal): Promise<Subject> {
  const name = typeof flags["stdinFilename"] === "string" ? flags["stdinFilename"] : "stdin.yaml";
  const bytes = await terminal.stdin();
  return { path: "-", reading: { tree: { files: [{ path: name, bytes, mode: 0o644 }] }, diagnostics: [] } };
}

/** The values of a repeatable flag. */
function repeated(flag: Flags[string]): string[] {
  return Array.isArray(flag) ? flag.map(String) : [];
}

/** The same, each of which may be a list with commas. */
function listOf(flag: Flags[string]): string[] {
  return repeated(flag)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim());
}

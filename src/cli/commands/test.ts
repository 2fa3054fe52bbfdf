import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { placeOf } from "../../environment/checkout-of.ts";
import type { Place } from "../../environment/find.ts";
import { readTree } from "../../environment/read.ts";
import { errorCode } from "../../error-code.ts";
import { firstTests } from "../../route-tests/first-tests.ts";
import { readTests, type TestFile } from "../../route-tests/read-tests.ts";
import { NEARLY_ROUTE_TESTS, ROUTE_TESTS } from "../../environment/unpublished.ts";
import { failAll, runTests } from "../../route-tests/run-tests.ts";
import { brokenTests, type TestedEnvironment } from "../../route-tests/tested-environment.ts";
import { unknownEntryPoints } from "../../route-tests/unknown-entry-points.ts";
import { NEWEST } from "../../traefik/versions.ts";
import type { JudgeOptions } from "../../validate.ts";
import type { Run } from "../command.ts";
import { readEnvFile } from "../env-file.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { namedEnvironments } from "../named-environments.ts";
import { targetOf } from "../publish-settings.ts";
import { repositoryPath } from "../repository-path.ts";
import { TEST_FORMATS, testReporterOf } from "../report/test-formats.ts";
import { routesOf } from "../routed-environment.ts";
import { settingOf, textFlag, type Flags } from "../settings.ts";
import { wantsColour, type Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** `test [ENV_DIR...]`: runs the route tests of environments; with `--init` it writes first ones. */
export const runTest: Run = async (operands, flags, terminal) => {
  const github = terminal.env["GITHUB_ACTIONS"] === "true" ? "github" : "text";
  const format = choose("--format", textFlag(flags, "format") ?? github, TEST_FORMATS);
  const report = await testReporterOf(format);
  const places = await testedPlaces(operands, flags, terminal);
  const options = judgeOptions(flags, terminal);
  if (flags["init"] === true) return init(places, options, terminal);
  const environments: TestedEnvironment[] = [];
  for (const place of places) environments.push(await testEnvironment(place, options));
  const shown = format === "github" ? inRepository(environments, operands, flags, terminal) : environments;
  terminal.out.write(report(shown, wantsColour(terminal.out, terminal.env)));
  if (environments.some(({ isFileBroken }) => isFileBroken)) return EXIT.usage;
  return environments.every(({ tests }) => tests.every(({ passed }) => passed))
    ? EXIT.accepted
    : EXIT.rejected;
};

/** The same with paths as the repository has them. */
function inRepository(
  environments: readonly TestedEnvironment[],
  operands: readonly string[],
  flags: Flags,
  terminal: Terminal,
): readonly TestedEnvironment[] {
  const pathOf = repositoryPath(operands, flags, terminal);
  return environments.map((each) => ({ ...each, path: pathOf(each.path) }));
}

async function testEnvironment(place: Place, options: JudgeOptions): Promise<TestedEnvironment> {
  const { path } = place;
  const { tree, routeTests } = readTree(place);
  if (routeTests === undefined) throw new UsageError(`${join(path, ROUTE_TESTS)} cannot be read`);
  const file = readTests(routeTests);
  const { source } = file;
  const broken = (faults: TestFile["faults"]): TestedEnvironment => ({
    path,
    tests: brokenTests(faults),
    source,
    isFileBroken: true,
  });
  if (file.faults.length > 0) return broken(file.faults);
  const routed = await routesOf(tree, options);
  if (routed.ok) {
    const unknown = unknownEntryPoints(routed.table, file);
    if (unknown.length > 0) return broken(unknown);
    return { path, tests: runTests(routed.table, file), source, isFileBroken: false };
  }
  const [first] = routed.diagnostics;
  const says = first ? `${first.file}:${first.line}: ${first.message}` : "it has no dynamic configuration";
  const tests = failAll(file, `Traefik would load nothing of this environment: ${says}`);
  return { path, tests, source, isFileBroken: false };
}

/** The environments named, else those of the checkout that have tests. */
async function testedPlaces(
  operands: readonly string[],
  flags: Flags,
  terminal: Terminal,
): Promise<readonly Place[]> {
  const worktree = terminal.at(settingOf("worktree", flags, terminal.env) ?? ".");
  const folderOf = (path: string) => (operands.length === 0 ? resolve(worktree, path) : terminal.at(path));
  const { present } = await namedEnvironments(operands, worktree, terminal.at);
  const places = present.map((path) => placeOf(folderOf(path), path, worktree));
  if (flags["init"] === true) return places;
  const tested = places.filter(({ root }) => existsSync(join(root, ROUTE_TESTS)));
  const without = places.find((place) => !tested.includes(place));
  if (without !== undefined && (operands.length > 0 || tested.length === 0)) {
    const near = readdirSync(without.root).find((name) => NEARLY_ROUTE_TESTS.test(name));
    const way = near === undefined ? "test --init writes a first one" : `${near} is none: rename it`;
    throw new UsageError(
      `${operands.length > 0 ? without.path : "no environment"} has ${operands.length > 0 ? "no" : "a"} ${ROUTE_TESTS}; ${way}`,
    );
  }
  return tested;
}

async function init(places: readonly Place[], options: JudgeOptions, { out }: Terminal): Promise<ExitCode> {
  for (const place of places) {
    const routed = await routesOf(readTree(place).tree, options);
    if (!routed.ok) throw new UsageError(`Traefik would load nothing of ${place.path}: validate says why`);
    const file = join(place.root, ROUTE_TESTS);
    const first = firstTests(routed.table);
    if (first === null) throw new UsageError(`${place.path} has no router that could be tested`);
    try {
      // never over what somebody has written
      writeFileSync(file, first, { flag: "wx" });
    } catch (error) {
      const code = errorCode(error);
      const reason = code === "EEXIST" ? "is there already" : `cannot be written (${code})`;
      throw new UsageError(`${join(place.path, ROUTE_TESTS)} ${reason}`);
    }
    out.write(`wrote ${join(place.path, ROUTE_TESTS)}\n`);
  }
  return EXIT.accepted;
}

function judgeOptions(flags: Flags, terminal: Terminal): JudgeOptions {
  const given = flags["envFile"];
  const files = (Array.isArray(given) ? given.map(String) : []).map((file) => readEnvFile(terminal.at(file)));
  return {
    traefikVersion: settingOf("traefikVersion", flags, terminal.env) ?? NEWEST,
    targetDir: targetOf(flags, terminal),
    failOn: "error",
    variables: Object.fromEntries(files.flat()),
  };
}

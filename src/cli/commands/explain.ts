import { readFileSync } from "node:fs";
import { readTree } from "../../environment/read.ts";
import type { Tree } from "../../environment/tree.ts";
import { errorCode } from "../../error-code.ts";
import { explanationOf, explanationText } from "../../explain/explanation.ts";
import { arrivalOf, type Question, type QuestionFault } from "../../explain/question.ts";
import { questionsOf } from "../../explain/request-lines.ts";
import { nodeFileSystem } from "../../publish/file-system.ts";
import { publishedTree } from "../../publish/published-tree.ts";
import { follow } from "../../traefik/routes/follow.ts";
import type { Journey } from "../../traefik/routes/journey.ts";
import type { RoutingTable } from "../../traefik/routes/routing-table.ts";
import { NEWEST } from "../../traefik/versions.ts";
import type { JudgeOptions } from "../../validate.ts";
import { chosenPlace } from "../chosen-place.ts";
import type { Run } from "../command.ts";
import { commitTree } from "../commit-tree.ts";
import { EXIT } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { publishSettings, targetOf } from "../publish-settings.ts";
import { printable } from "../../printable.ts";
import { RefusedError } from "../refused-error.ts";
import { explainReport } from "../report/explain.ts";
import { routesOf, type RoutedEnvironment } from "../routed-environment.ts";
import { settingOf, textFlag, type Flags } from "../settings.ts";
import { wantsColour, type Terminal } from "../terminal.ts";
import { templateVariables } from "../template-variables.ts";
import { UsageError } from "../usage-error.ts";

const USE = "explain GET https://shop.example.com/cart";
/** What nobody means as a URL: methods in capitals, the usual ones in small letters too. */
const METHOD = /^(?:[A-Z]+|get|head|post|put|patch|delete|options|connect|trace)$/;

/** `explain [METHOD] URL`: where a request goes, and why; writes nothing. */
export const runExplain: Run = async (operands, flags, terminal) => {
  const file = textFlag(flags, "requests");
  const format = choose("--format", textFlag(flags, "format") ?? (file === undefined ? "text" : "json"), [
    "text",
    "json",
  ]);
  const questions =
    file === undefined ? [questionOf(operands, flags)] : fileQuestions(file, operands, terminal);
  const { name, routed } = await loadRoutes(flags, terminal);
  if (!routed.ok) {
    const [first] = routed.diagnostics;
    const place = first ? `${first.file}:${first.line}: ${first.message}` : "it has no dynamic configuration";
    throw new RefusedError(`Traefik would load nothing of ${printable(name)}: ${printable(place)}`);
  }
  const { table } = routed;
  const colour = wantsColour(terminal.out, terminal.env);
  const lines: string[] = [];
  for (const { question, where } of questions) {
    const journey = followed(question, where, table);
    lines.push(
      format === "json"
        ? `${explanationText(explanationOf(table.gateway, journey), file === undefined ? 2 : 0)}\n`
        : explainReport(table, question, journey, colour),
    );
  }
  terminal.out.write(lines.join(format === "text" ? "\n" : ""));
  return EXIT.accepted;
};

interface Asked {
  readonly question: Question;
  /** what to say before a fault */
  readonly where: string;
}

function followed(question: Question, where: string, table: RoutingTable): Journey {
  const asked = arrivalOf(question, table);
  if (asked.ok) return follow(table, asked.arrival);
  throw new UsageError(`${where}${describe(asked.fault)}`);
}

function describe({ says, hint }: QuestionFault): string {
  return hint === null ? says : `${says}; ${hint}`;
}

function questionOf(operands: readonly string[], flags: Flags): Asked {
  const [first, second] = operands;
  if (first === undefined) throw new UsageError(`which request? ${USE}`);
  if (second === undefined && METHOD.test(first))
    throw new UsageError(`the URL is missing: ${first} is a method; ${USE}`);
  const [method, url] = second === undefined ? ["GET", first] : [first, second];
  const headers = flags["header"];
  const question = {
    method,
    url,
    headers: (Array.isArray(headers) ? headers.map(String) : []).map(headerOf),
    from: textFlag(flags, "from"),
    entryPoint: textFlag(flags, "entrypoint"),
    serverName: textFlag(flags, "sni"),
    alpn: textFlag(flags, "alpn")
      ?.split(",")
      .map((protocol) => protocol.trim())
      .filter((protocol) => protocol !== ""),
  };
  return { question, where: "" };
}

/** `Name: value`, as curl takes it. */
function headerOf(text: string): readonly [string, string] {
  const [, name, value] = /^([^:]+):[ \t]*([^]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`-H: ${JSON.stringify(text)} is no header; as in -H 'Name: value'`);
  return [name.trim(), value.trimEnd()];
}

function fileQuestions(file: string, operands: readonly string[], terminal: Terminal): readonly Asked[] {
  if (operands.length > 0) throw new UsageError("either a URL or --requests, not both");
  const parsed = questionsOf(readRequests(file, terminal));
  if ("fault" in parsed)
    throw new UsageError(`--requests: ${file}:${parsed.fault.line}: ${parsed.fault.says}`);
  return parsed.questions.map(({ line, question }) => ({ question, where: `--requests: ${file}:${line}: ` }));
}

function readRequests(file: string, { at }: Terminal): string {
  try {
    return readFileSync(file === "-" ? 0 : at(file), "utf8");
  } catch (error) {
    throw new UsageError(`--requests: ${file} cannot be read (${errorCode(error)})`);
  }
}

async function loadRoutes(
  flags: Flags,
  terminal: Terminal,
): Promise<{ readonly name: string; readonly routed: RoutedEnvironment }> {
  const options: JudgeOptions = {
    traefikVersion: settingOf("traefikVersion", flags, terminal.env) ?? NEWEST,
    targetDir: targetOf(flags, terminal),
    failOn: "error",
    variables: templateVariables(terminal.env),
    allVariables: settingOf("sameEnv", flags, terminal.env) ?? false,
  };
  const { name, tree } = await chosenTree(flags, terminal);
  return { name, routed: await routesOf(tree, options) };
}

async function chosenTree(
  flags: Flags,
  terminal: Terminal,
): Promise<{ readonly name: string; readonly tree: Tree }> {
  const revision = textFlag(flags, "against");
  if (flags["published"] === true) {
    for (const other of ["against", "env"]) {
      if (flags[other] !== undefined) throw new UsageError(`either --published or --${other}, not both`);
    }
    const { targetDir, stateDir } = publishSettings(flags, terminal);
    const tree = publishedTree(nodeFileSystem, { targetDir, stateDir });
    if (tree === null) throw new UsageError(`nothing is published in ${targetDir}`);
    return { name: targetDir, tree };
  }
  const place = chosenPlace(textFlag(flags, "env"), flags, terminal);
  if (revision === undefined) return { name: place.path, tree: readTree(place).tree };
  const tree = await commitTree(place, revision, terminal);
  if (tree === null) throw new UsageError(`--against: ${revision} has no ${place.path}`);
  return { name: `${place.path} of ${revision}`, tree };
}

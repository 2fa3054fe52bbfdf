import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { parse as parseToml } from "smol-toml";
import { parseAllDocuments } from "yaml";
import { parseMermaid } from "../support/parse-mermaid.ts";
import { hook } from "../support/transcript.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { cliReference } from "./cli-reference.ts";
import { type Block, blocksOf } from "./blocks.ts";
import { type PageSandbox, pageSandbox } from "./page-sandbox.ts";
import { sessionOf, shows, stepsOf } from "./session.ts";

// Every example of the documentation is carried out, or says why it is not. CONTRIBUTING.md tells how pages mark them.
const PAGES = ["README.md", "CONTRIBUTING.md", ...pagesIn("docs")];
/** Writes what the commands print into the pages instead of comparing it: `npm run docs`. */
const UPDATE = process.env["UPDATE_DOCS"] === "1";

/** A part of a configuration may refer to what the page does not show. */
const OF_OTHER_FILES = new Set([
  "broken-reference",
  "no-entry-point",
  "unknown-cert-resolver",
  "unknown-entry-point",
  "unknown-middleware",
  "unknown-parent-router",
  "unknown-plugin",
  "unknown-provider",
  "unknown-servers-transport",
  "unknown-service",
  "unknown-tls-options",
]);

function pagesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

test("the page of the commands is made from their definitions", async () => {
  await expect(cliReference(COMMANDS)).toMatchFileSnapshot("../../docs/cli.md");
});

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(page, "utf8");
  const blocks = blocksOf(text);
  let box: PageSandbox;
  const rewritten: (readonly [before: string, after: string])[] = [];

  beforeAll(() => {
    box = pageSandbox(inject("traefik"));
  });
  afterAll(() => {
    box.remove();
    const updated = rewritten.reduce((all, [before, after]) => all.replace(before, () => after), text);
    if (updated !== text) writeFileSync(page, updated);
  });

  test.for(blocks)("line $line: $language", { timeout: 90_000 }, async (block, { skip }) => {
    const missing = missingTool(block);
    if (missing !== null) skip(`${missing} is not here`);
    expect(Object.keys(CHECKS), `nothing checks a block in ${block.language}`).toContain(block.language);
    await CHECKS[block.language]?.(block);
  });

  test("links lead somewhere", () => {
    const links = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target ?? "");
    const local = links.filter((target) => !/^(?:https?:|mailto:|#)/.test(target));
    const broken = local.filter((target) => !existsSync(join(dirname(page), target.split("#")[0] ?? "")));
    expect(broken).toEqual([]);
  });

  // no links: the package holds none of these
  test("the files of the repository that it names are there", () => {
    const named = Array.from(
      text.matchAll(/`((?:ci|deploy|src|test|tools)\/[\w./-]*)`/g),
      ([, path]) => path ?? "",
    );
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  const CHECKS: Readonly<Record<string, (block: Block) => Promise<void> | void>> = {
    sh: runScript,
    console: runSession,
    yaml: judgeYaml,
    toml: judgeToml,
    json: (block) => {
      JSON.parse(block.text);
      write(block);
    },
    mermaid: async ({ text }) => parseMermaid(text),
    // compiled and run by test/package
    ts: () => undefined,
    text: () => undefined,
    // read by an editor, which is not here
    xml: () => undefined,
    "": () => undefined,
  };

  /** A script without output to compare: it ends well, or as the page says. */
  async function runScript({ text: script, marks }: Block): Promise<void> {
    if (hasReason(marks.get("not run"))) return;
    const { output, codes } = await box.run([`(set -euo pipefail\n${script})`], marks.get("stdin"));
    expect(codes, output.join("")).toEqual([Number(marks.get("exit") ?? 0)]);
  }

  /** A session: each command prints what the page shows, and the last ends as the page says. */
  async function runSession({ text: shown, marks }: Block): Promise<void> {
    if (hasReason(marks.get("not run"))) return;
    const steps = stepsOf(shown);
    const { output, codes } = await box.run(
      steps.map(({ command }) => command),
      marks.get("stdin"),
    );
    const expected = steps.map((_, index) => (index < steps.length - 1 ? 0 : Number(marks.get("exit") ?? 0)));
    expect(codes, output.join("")).toEqual(expected);
    const printed = output.map((text) => stableTimes(text));
    const differs = steps.some(({ output }, index) => !shows(output, printed[index] ?? ""));
    if (!differs) return;
    const real = sessionOf(
      steps.map(({ command, output }, index) => ({
        command,
        output: shows(output, printed[index] ?? "") ? output : (printed[index] ?? ""),
      })),
    );
    if (UPDATE) rewritten.push([shown, real]);
    else expect(shown, "run `npm run docs` to write what is printed now").toBe(real);
  }

  /** Dynamic configuration unless the page says what else it is. */
  async function judgeYaml(block: Block): Promise<void> {
    const { text: source, marks } = block;
    write(block);
    if (marks.has("other")) {
      for (const document of parseAllDocuments(source))
        expect("errors" in document && document.errors).toEqual([]);
      return;
    }
    const schema = /\$schema=(\S+)/.exec(source)?.[1];
    if (schema !== undefined)
      expect(existsSync(resolve(box.root, marks.get("file") ?? "", "..", schema))).toBe(true);
    await judge(source, marks.has("static") ? "traefik.yaml" : "example.yaml", marks.get("rejected"));
  }

  async function judgeToml(block: Block): Promise<void> {
    const { text: source, marks } = block;
    write(block);
    if (marks.has("other")) parseToml(source);
    else await judge(source, marks.has("static") ? "traefik.toml" : "example.toml", marks.get("rejected"));
  }

  /** @param rejected the rule that rejects it; undefined: it is accepted */
  async function judge(source: string, name: string, rejected: string | undefined): Promise<void> {
    const args = ["validate", "-", "--stdin-filename", name, "--format", "json"];
    const { stdout } = await hook(args, { cwd: box.root, stdin: source });
    const [environment] = (
      JSON.parse(stdout) as { environments: { diagnostics: { severity: string; rule: string }[] }[] }
    ).environments;
    const errors = environment?.diagnostics.filter(({ severity }) => severity === "error") ?? [];
    const own = errors.filter(({ rule }) => !OF_OTHER_FILES.has(rule));
    if (rejected === undefined) expect(own).toEqual([]);
    else expect(errors.map(({ rule }) => rule)).toContain(rejected);
  }

  function write({ text: source, marks }: Block): void {
    const file = marks.get("file");
    if (file !== undefined) box.write(file, source);
  }
});

function hasReason(reason: string | undefined): boolean {
  if (reason === undefined) return false;
  expect(reason.length, "`not run` needs a reason").toBeGreaterThan(10);
  return true;
}

/** A tool that a block needs, that is not taken for granted and not here. */
function missingTool({ marks }: Block): string | null {
  const names = (marks.get("needs") ?? "").split(",").map((name) => name.trim());
  const missing = names.find(
    (name) =>
      name !== "" &&
      (name === "traefik" ? inject("traefik") === null : spawnSync("which", [name]).status !== 0),
  );
  return missing ?? null;
}

function stableTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "2026-01-01T12:00:00.000Z");
}

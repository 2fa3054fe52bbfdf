import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { RULES, type RuleId } from "../../src/rules.ts";
import { judgeFiles, reportOf, scriptFolder } from "./judge-example.ts";
import { readRulePage, renderRuleIndex, renderRulePage, type RulePage } from "./rule-page.ts";
import { traefikBin } from "../support/traefik.ts";

/**
 * One page for each rule. A person writes its examples and its prose; summary, severity, effect, report and how to
 * silence it are made anew by `vitest -u`, and a page that is not as they are made fails.
 */
const folder = new URL("../../docs/rules/", import.meta.url);
const ids = Object.keys(RULES) as RuleId[];

/** Examples that are about the static configuration, or its absence. */
const OWN_STATIC: ReadonlySet<RuleId> = new Set(["static-missing", "static-shadowed", "acme-storage"]);
/** What a mistake cannot but bring with it: a finding of the object that fails with it, or that nobody can use. */
const FOLLOWS: ReadonlySet<RuleId> = new Set([
  "broken-reference",
  "broken-children",
  "unused-service",
  "unused-middleware",
]);
/** These cannot come alone. */
const WITH_CAUSE: ReadonlySet<RuleId> = new Set(["broken-reference", "broken-children", "preflight-differs"]);

test("every rule has its page, and every page its rule", () => {
  const pages = readdirSync(folder).filter((name) => name !== "README.md");
  expect(pages.toSorted()).toEqual(ids.map((id) => `${id}.md`).toSorted());
});

test("the index lists every rule", async () => {
  const at = new URL("README.md", folder);
  await expect(renderRuleIndex(readFileSync(at, "utf8"))).toMatchFileSnapshot(at.pathname);
});

const pages = ids.map((id) => readRulePage(id, readFileSync(new URL(`${id}.md`, folder), "utf8")));

test.each(pages.filter(({ wrong }) => wrong.kind === "files"))("$id", async (page) => {
  const { id, wrong, right } = page;
  if (wrong.kind !== "files" || right.kind !== "files") throw new Error("one of the examples is a script");
  const ownStatic = OWN_STATIC.has(id);
  const found = judgeFiles(wrong.files, ownStatic);
  const own = found.filter(({ rule }) => rule === id);
  expect(own).not.toEqual([]);
  const others = found.filter(({ rule }) => rule !== id && !FOLLOWS.has(rule));
  expect(WITH_CAUSE.has(id) ? [] : others).toEqual([]);
  expect(judgeFiles(right.files, ownStatic)).toEqual([]);

  const { effect } = RULES[id];
  const silenced =
    effect !== "refused" &&
    effect !== "crash" &&
    own.some(({ file, line }) => isSilencedAt(wrong.files, file, line, id, ownStatic, own.length));
  await expectPage(page, reportOf(wrong.files, found), silenced);
});

describe("by scripts", () => {
  const boxes: { readonly remove: () => void }[] = [];
  afterAll(() => {
    for (const { remove } of boxes) remove();
  });
  const scripts = pages.filter(({ wrong }) => wrong.kind === "script");
  // macOS takes no file name that is not UTF-8; what the real Traefik says needs one
  const possible = scripts.filter(
    ({ id }) =>
      (id !== "file-name" || process.platform === "linux") &&
      (!id.startsWith("preflight-") || traefikBin !== null),
  );
  test.each(possible)("$id", async (page) => {
    const { id, wrong, right } = page;
    if (wrong.kind !== "script" || right.kind !== "script")
      throw new Error("one of the examples is no script");
    const box = await scriptFolder(traefikBin);
    boxes.push(box);
    const report = await box.run(wrong.script);
    expect(report).toContain(`[${id}]`);
    const mended = await box.run(right.script);
    expect(mended).toMatch(/accepted|published|nothing to do|nothing is written in a dry run/);
    expect(mended).not.toContain(`[${id}]`);
    await expectPage(page, report, false);
  });
});

async function expectPage(page: RulePage, report: string, silenced: boolean): Promise<void> {
  const at = new URL(`${page.id}.md`, folder);
  await expect(renderRulePage(page, report, silenced)).toMatchFileSnapshot(at.pathname);
}

/** Whether a comment above the line makes the finding go. */
function isSilencedAt(
  files: Readonly<Record<string, string>>,
  file: string,
  line: number,
  id: RuleId,
  ownStatic: boolean,
  before: number,
): boolean {
  const lines = files[file]?.split("\n");
  if (lines === undefined) return false;
  const commented = lines.toSpliced(line - 1, 0, `# gateway-ignore ${id}: this is meant`).join("\n");
  const left = judgeFiles({ ...files, [file]: commented }, ownStatic).filter(({ rule }) => rule === id);
  return left.length < before;
}

import { expect, test } from "vitest";
import { diagnose, type Diagnostic } from "../src/diagnostic.ts";
import { applyIgnoreComments } from "../src/ignore-comments.ts";
import type { RuleId } from "../src/rules.ts";

function found(rule: RuleId, line: number): Diagnostic {
  return diagnose(rule, {
    file: "a.yaml",
    range: { line, column: 3, endLine: line, endColumn: 4 },
    message: "m",
  });
}

/** What is left of the findings at these lines of a file, as `rule:line`, and what is said of the comments. */
function left(text: string, ...findings: readonly (readonly [RuleId, number])[]): string[] {
  const tree = { files: [{ path: "a.yaml", bytes: Buffer.from(text), mode: 0o644 }] };
  const kept = applyIgnoreComments(
    tree,
    findings.map(([rule, line]) => found(rule, line)),
  );
  return kept.map(({ rule, line, column, message }) =>
    rule === "ignore-comment" ? `${line}:${column} ${message}` : `${rule}:${line}`,
  );
}

test("ignores a rule on its own line, and only there", () => {
  const text = "a: 1 # gateway-ignore unknown-section: kept for the old gateway\nb: 2\n";
  expect(left(text, ["unknown-section", 1], ["unknown-section", 2], ["duplicate-name", 1])).toEqual([
    "unknown-section:2",
    "duplicate-name:1",
  ]);
});

test("a comment line speaks of the next line that is none, through other comments", () => {
  const text =
    "# gateway-ignore unknown-section: why\n  # gateway-ignore duplicate-name: why\n# more\r\nb: 2\n";
  expect(left(text, ["unknown-section", 4], ["duplicate-name", 4], ["static-missing", 4])).toEqual([
    "static-missing:4",
  ]);
});

test("takes several rules", () => {
  expect(
    left(
      "a: 1 # gateway-ignore unknown-section, duplicate-name: why\n",
      ["unknown-section", 1],
      ["duplicate-name", 1],
    ),
  ).toEqual([]);
});

test.each([
  ["é: 1 # gateway-ignore unknown-section", "1:6 unknown-section is not ignored: no reason is given"],
  ["# gateway-ignore unknown-section:  ", "1:1 unknown-section is not ignored: no reason is given"],
  ["# gateway-ignore unknown-sektion: why", "1:1 there is no rule unknown-sektion to ignore"],
])("%s has no effect", (text, reproach) => {
  expect(left(text, ["unknown-section", 1])).toEqual(["unknown-section:1", reproach]);
});

test("nothing to ignore is said, too", () => {
  expect(left("# gateway-ignore unknown-section: why\na: 1\n")).toEqual([
    "1:1 nothing here is unknown-section: the comment ignores nothing",
  ]);
});

test("what Traefik refuses cannot be ignored", () => {
  expect(left("a: 1 # gateway-ignore unknown-field: why\n", ["unknown-field", 1])).toEqual([
    "unknown-field:1",
    "1:6 unknown-field cannot be ignored: Traefik does not ignore it either",
  ]);
});

test("neither a long comment nor many take long", () => {
  const start = performance.now();
  left(`# gateway-ignore ${"a ,\t".repeat(50_000)}!`);
  left("# gateway-ignore unknown-section: why\n".repeat(20_000));
  expect(performance.now() - start).toBeLessThan(2000);
});

import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { reporterOf, FORMATS, type Format } from "../../../src/cli/report/format.ts";
import { failureReport } from "../../../src/cli/report/failure.ts";
import { excerpt } from "../../../src/cli/report/excerpt.ts";
import { diagnose } from "../../../src/diagnostic.ts";
import { rulePage } from "../../../src/cli/rule-page.ts";
import { RULES, type RuleId } from "../../../src/rules.ts";
import { summarize, type ValidateReport } from "../../../src/report.ts";

const SOURCE = [
  "http:",
  "  routers:",
  "    shop:",
  "\t\u00e9\u6f22 servise: shop   ",
  `    rule: ${"x".repeat(150)} END`,
  "    evil: \u001b[31mred",
].join("\n");

function at(line: number, column: number, endColumn: number, endLine = line) {
  return { line, column, endLine, endColumn };
}

const REPORT: ValidateReport = summarize([
  {
    path: "envs/staging",
    verdict: "rejected",
    traefikVersion: "3.7",
    files: 12,
    diagnostics: [
      diagnose("special-file", { file: "a,b:c%\n.yaml", range: at(1, 1, 1), message: "is a fifo" }),
      diagnose("unknown-field", {
        file: "conf.d/shop.yaml",
        range: at(4, 5, 12),
        object: "http.routers.shop",
        message: 'unknown field "servise" in router shop',
        hint: 'did you mean "service"?',
      }),
      diagnose("unknown-section", {
        file: "conf.d/shop.yaml",
        range: at(5, 161, 164),
        message: 'far to the <right> & "so"',
      }),
      diagnose("static-missing", {
        file: "conf.d/shop.yaml",
        range: at(6, 11, 3, 7),
        message: "\u001b[2Jclear \u0000",
      }),
    ],
  },
  { path: "./envs/production/", verdict: "accepted", traefikVersion: "3.7", files: 1, diagnostics: [] },
]);

const CONTEXT = {
  source: (_: string, file: string) => (file === "conf.d/shop.yaml" ? SOURCE : undefined),
  colour: false,
  version: "1.2.3",
  rulePage: (rule: RuleId) => ({
    ...rulePage(rule, "https://gateway.example/tree/main#readme"),
    text: "# Page\n",
  }),
};

async function format(name: Format, report = REPORT, colour = false): Promise<string> {
  return (await reporterOf(name))(report, { ...CONTEXT, colour });
}

test.each(FORMATS)("%s", async (name) => {
  await expect(await format(name)).toMatchFileSnapshot(`golden/report.${name}`);
});

test("every rule has a page, which names no file that is not where it is read", () => {
  for (const rule of Object.keys(RULES) as RuleId[]) {
    const { address, text } = rulePage(rule, null);
    expect(address).toBeNull();
    expect(text).toContain(`# ${rule}\n`);
    expect(text).not.toMatch(/\]\((?!https:)/);
  }
  const { address, text } = rulePage("preflight-crash", "https://gateway.example/#readme");
  expect(address).toBe("https://gateway.example/docs/rules/preflight-crash.md");
  expect(text).toContain("](https://gateway.example/docs/rules/template-unknown.md)");
});

test("without a homepage, nothing leads to a file of the machine that made the report", async () => {
  const context = { ...CONTEXT, rulePage: (rule: RuleId) => rulePage(rule, null) };
  const log = (await reporterOf("sarif"))(REPORT, context);
  expect(log).not.toContain("helpUri");
  expect(log).not.toContain("file://");
  expect(JSON.parse(log).runs[0].tool.driver.rules[0].help.text).toMatch(/^# special-file\n/);
  const text = (await reporterOf("text"))(REPORT, context);
  expect(text).toMatch(
    /\nmore about these rules:\n  gateway-hook-configsync rule special-file static-missing unknown-field unknown-section\n$/,
  );
});

test("text in colour is the same text with colours", async () => {
  const coloured = await format("text", REPORT, true);
  expect(coloured).toContain("\u001b[31merror\u001b[0m");
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(await format("text"));
});

test("no control character of the configuration reaches the terminal", async () => {
  expect(await format("text")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
});

test("one environment needs no summary", async () => {
  const text = await format("text", summarize(REPORT.environments.slice(1)));
  expect(text).toBe("✓ accepted ./envs/production/ (1 file, 0 errors, 0 warnings; Traefik 3.7)\n");
});

test("a file with many mistakes is told in time that grows with them, not with their square", () => {
  const lines = 100_000;
  const source = "mistake\n".repeat(lines);
  const began = performance.now();
  for (let line = lines - 2000; line < lines; line++)
    expect(excerpt(source, at(line, 1, 8), (_, text) => text, "red")).toEqual([
      `  ${line} | mistake`,
      `  ${" ".repeat(String(line).length)} | ^^^^^^^`,
    ]);
  const long = "mistake ".repeat(lines);
  for (let nth = lines - 2000; nth < lines; nth++)
    expect(excerpt(long, at(1, nth * 8 + 1, nth * 8 + 8), (_, text) => text, "red")[1]).toBe(
      `    | ${" ".repeat(20)}^^^^^^^`,
    );
  // taking the text apart for every mistake took some 30 s
  expect(performance.now() - began).toBeLessThan(2500);
});

describe("what a machine reads", () => {
  test("json is the report itself", async () => {
    expect(JSON.parse(await format("json"))).toEqual(REPORT);
  });

  test("sarif has a rule for each result", async () => {
    const log = JSON.parse(await format("sarif")) as {
      runs: [
        { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] },
      ];
    };
    const [{ tool, results }] = log.runs;
    expect(results).toHaveLength(4);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  test("sarif keeps to its official schema", async () => {
    const { default: schema } = await import("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", {
      with: { type: "json" },
    });
    // draft 4 by its name; it uses nothing that draft 7 reads otherwise
    const { $schema: _, id: __, ...draft7 } = schema;
    const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(draft7);
    const failure = failureReport({ kind: "usage", message: "there is no folder a" }, "sarif");
    for (const log of [await format("sarif"), await format("sarif", summarize([])), failure]) {
      isValid(JSON.parse(log));
      expect(isValid.errors).toBeNull();
    }
    expect(isValid({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
  });

  test("an annotation is one line", async () => {
    const lines = (await format("github")).trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) file=[^:]*::/);
  });
});

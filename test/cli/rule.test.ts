import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { RULES } from "../../src/rules.ts";
import { hook, sandbox } from "../support/transcript.ts";

const box = sandbox();
afterAll(() => box.remove());

test("prints the pages of rules, wherever it is called", async () => {
  const { code, stdout } = await hook(["rule", "unread-file", "empty-element"], { cwd: box.root });
  expect(code).toBe(0);
  const [first, second] = ["unread-file", "empty-element"].map((id) =>
    readFileSync(`docs/rules/${id}.md`, "utf8"),
  );
  expect(stdout).toBe(`${first}\n${second}`);
});

test("prints which rules there are", async () => {
  const { stdout } = await hook(["rule"], { cwd: box.root });
  expect(stdout.trim().split("\n")).toHaveLength(Object.keys(RULES).length);
  expect(stdout).toMatch(/^unknown-field +error +a field that Traefik does not know$/m);
});

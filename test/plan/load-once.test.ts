import { expect, test } from "vitest";
import { loadOnce } from "../../src/plan/load-once.ts";

const options = { version: "3.7", variables: {}, allVariables: false } as const;

function file(path: string, text: string) {
  return { path, bytes: Buffer.from(text), mode: 0o644 };
}

test("a file that says the same in two states is loaded once, by its path and its bytes", () => {
  const load = loadOnce();
  const first = load(file("a.yaml", "http: {}"), options);
  expect(load(file("a.yaml", "http: {}"), options)).toBe(first);
  // another place in the environment, another document
  expect(load(file("b.yaml", "http: {}"), options).document.file).toBe("b.yaml");
  const other = load(file("a.yaml", "tcp: {}"), options);
  expect(other).not.toBe(first);
  expect(other.document.source()).toBe("tcp: {}");
});

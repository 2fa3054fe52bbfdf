import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "../src/sha256.ts";

test.each(["", "a", "é€😀", "x".repeat(100_000)])("digests texts and bytes as Node's crypto does", (text) => {
  const of = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
  expect(sha256(text)).toBe(of(text));
  expect(sha256(Buffer.from(text))).toBe(of(text));
  const bytes = new Uint8Array(Buffer.from(`-${text}`)).subarray(1);
  expect(sha256(bytes)).toBe(of(bytes));
});

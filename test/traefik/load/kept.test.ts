import { memoryUsage } from "node:process";
import { expect, test } from "vitest";
import { garbageCollector } from "../../../src/relieve-memory.ts";
import { detached } from "../../../src/traefik/load/detached.ts";
import { loadFile } from "../../../src/traefik/load/load-file.ts";
import { NEWEST } from "../../../src/traefik/versions.ts";

test.each([
  ["short", "web"],
  ["long", "Host(`shop.example.com`) && PathPrefix(`/cart`)"],
  ["not of ASCII", "Host(`bücher.example.com`)"],
  ["beyond Latin-1", "the shop of ☃, open in winter"],
  ["of astral characters", "x".repeat(20) + "😀"],
  ["with half a character", `${"x".repeat(20)}\ud800`],
  ["with control characters", `a\0b${"\u007f".repeat(20)}`],
])("a text that is %s stays what it is", (_, text) => {
  const long = `${"# ".repeat(50)}${text}`;
  expect(detached(long.slice(100))).toBe(text);
});

test("a loaded file keeps nothing of its text", () => {
  const collect = garbageCollector();
  const comment = `# ${"what nobody needs once the file is read ".repeat(5_000)}\n`;
  const bytesOf = (index: number) =>
    Buffer.from(
      `${comment}http: { routers: { r${index}: { rule: "Host(\`shop-${index}.example.com\`)", service: s, middlewares: [a-name-that-is-long] } } }\n`,
    );
  const files = Array.from({ length: 50 }, (_, index) => ({
    path: `${index}.yaml`,
    bytes: bytesOf(index),
    mode: 0o644,
  }));
  collect();
  const before = memoryUsage().heapUsed;
  const loaded = files.map((file) => loadFile(file, { version: NEWEST, variables: {}, allVariables: false }));
  collect();
  const grown = memoryUsage().heapUsed - before;
  expect(grown).toBeLessThan((files.length * comment.length) / 4);
  // what is needed of it can be had all the same
  expect(loaded[7]?.document.source().length).toBe(files[7]?.bytes.length);
  expect(loaded[7]?.configuration).toMatchObject({ http: { routers: { r7: { service: "s" } } } });
});

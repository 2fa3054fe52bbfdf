import { describe, expect, it } from "vitest";
import { decodeText, lineIndex } from "../../../src/traefik/load/text.ts";
import { parseYaml } from "../../../src/traefik/load/yaml/parse-yaml.ts";

describe("decodeText", () => {
  it.each<[string, number[], "yaml" | "toml", string, string]>([
    ["UTF-8", [0x61, 0xc3, 0xa9], "yaml", "aé", "utf-8"],
    ["a byte order mark", [0xef, 0xbb, 0xbf, 0x61], "yaml", "\ufeffa", "utf-8"],
    ["UTF-16, little end first", [0xff, 0xfe, 0x61, 0, 0x3d, 0xd8, 0, 0xde], "yaml", "\ufeffa😀", "utf-16"],
    ["UTF-16, big end first", [0xfe, 0xff, 0, 0x61], "yaml", "\ufeffa", "utf-16"],
    ["UTF-16 in TOML, which does not know it", [0xff, 0xfe, 0x61, 0], "toml", "\udcff\udcfea\0", "utf-8"],
    [
      "bytes that are no UTF-8",
      [0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82],
      "yaml",
      "a\udcff\udcc3(\udce2\udc82",
      "utf-8",
    ],
  ])("%s", (_, bytes, format, text, encoding) =>
    expect(decodeText(Uint8Array.from(bytes), format)).toEqual({ text, encoding }),
  );

  it.each<[number[], string]>([
    [[0xff], "yaml: invalid leading UTF-8 octet"],
    [[0xc3, 0x28, 0x0a], "yaml: invalid trailing UTF-8 octet"],
    [[0xe2, 0x82], "yaml: incomplete UTF-8 octet sequence"],
    [[0xc0, 0x80, 0x0a, 0x0a], "yaml: invalid length of a UTF-8 sequence"],
    [[0xed, 0xa0, 0x80, 0x0a], "yaml: invalid Unicode character"],
  ])("%j are refused by the reader", (bytes, refusal) => {
    const { text } = decodeText(Uint8Array.from([0x61, 0x3a, 0x20, ...bytes]), "yaml");
    expect(parseYaml(text).refusal).toBe(refusal);
  });
});

describe("lineIndex", () => {
  const text = "ab\r\nc😀d\re\n\n😀";
  const { position, range } = lineIndex(text);

  it.each<[number, number, number]>([
    [0, 1, 1],
    [2, 1, 3],
    [4, 2, 1],
    [5, 2, 2],
    [7, 2, 3],
    [8, 2, 4],
    [9, 3, 1],
    [11, 4, 1],
    [12, 5, 1],
    [14, 5, 2],
    [99, 5, 2],
  ])("offset %i is line %i, column %i", (offset, line, column) =>
    expect(position(offset)).toEqual({ line, column }),
  );

  it("turns a span into a range", () =>
    expect(range({ start: 5, end: 9 })).toEqual({ line: 2, column: 2, endLine: 3, endColumn: 1 }));
});

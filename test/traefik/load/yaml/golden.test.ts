import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../../src/traefik/load/yaml/parse-yaml.ts";
import { treeOf, type Tree } from "./tree.ts";

interface Golden {
  readonly text: string;
  readonly refusal: string | null;
  readonly value?: Tree;
}

const goldens = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8")) as Golden[];

/** What yaml.v3 3.0.1 itself made of each text, recorded with a Go program. */
describe("YAML as yaml.v3 reads it", () => {
  it.each(goldens)("$text", ({ text, refusal, value }) => {
    const reading = parseYaml(text);
    expect(reading.refusal).toBe(refusal);
    if (refusal === null) expect(treeOf(reading.root)).toEqual(value);
  });
});

interface ScalarTexts {
  readonly preamble: string;
  readonly rows: readonly {
    readonly yaml: string;
    readonly type?: string;
    readonly text?: string;
    readonly refusal?: string;
  }[];
}

const scalars = JSON.parse(
  readFileSync(new URL("../../../vectors/scalar-texts.json", import.meta.url), "utf8"),
) as ScalarTexts;

/** What Traefik 3.7.15 stored in a string field for each of these. */
describe("the text of a scalar", () => {
  it.each(scalars.rows)("$yaml", ({ yaml, type, text, refusal }) => {
    const reading = parseYaml(`${scalars.preamble}a:${yaml}\n`);
    expect(reading.refusal).toBe(refusal ?? null);
    if (refusal !== undefined) return;
    const value = reading.root?.entries.find(({ key }) => key.name === "a")?.value;
    if (type !== undefined) expect(value).toMatchObject({ kind: "scalar", type });
    // an empty list or map leaves a string field alone
    else if (value?.kind === "scalar") expect(value.text).toBe(text);
    else expect([text, value]).toEqual(["", expect.objectContaining({ kind: expect.any(String) })]);
  });
});

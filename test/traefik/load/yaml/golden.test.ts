import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Node } from "../../../../src/traefik/load/node.ts";
import { parseYaml } from "../../../../src/traefik/load/yaml/parse-yaml.ts";
import { treeOf, type Tree } from "../tree.ts";

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
    const tree = reading.refusal === null ? treeOf(reading.root) : undefined;
    expect({ refusal: reading.refusal, value: tree }).toEqual({ refusal, value });
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

/** What Traefik 3.7.15 made of each of these; an empty list or map leaves the field alone. */
describe("the text of a scalar", () => {
  it.each(scalars.rows)("$yaml", ({ yaml, ...expected }) => {
    const reading = parseYaml(`${scalars.preamble}a:${yaml}\n`);
    const value = reading.root?.entries.find(({ key }) => key.name === "a")?.value;
    expect(outcome(reading.refusal, value)).toEqual(expected);
  });
});

function outcome(refusal: string | null, value: Node | undefined): object {
  if (refusal !== null) return { refusal };
  if (value?.kind !== "scalar") return { text: "" };
  return value.type === "null" || value.type === "time" ? { type: value.type } : { text: value.text };
}

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../../../src/traefik/load/text.ts";
import { parseYaml } from "../../../../src/traefik/load/yaml/parse-yaml.ts";

interface Vector {
  readonly id: string;
  readonly format: "yaml" | "toml";
  readonly text?: string;
  readonly base64?: string;
  readonly refusal: string | null;
}

const vectors = JSON.parse(
  readFileSync(new URL("../../../vectors/readers.json", import.meta.url), "utf8"),
) as Vector[];

/** What Traefik 3.7.15 logged for each of these files; null where no complaint was YAML's. */
describe("YAML as Traefik 3.7.15 reads it", () => {
  it.each(vectors.filter(({ format }) => format === "yaml"))("$id", ({ text, base64, refusal }) => {
    const bytes = base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64");
    const reading = parseYaml(decodeText(bytes, "yaml").text);
    expect(reading.refusal).toBe(refusal);
    const errors = reading.problems.filter(({ rule }) => rule !== "unread-content");
    expect(errors.length > 0).toBe(refusal !== null);
  });
});

import type { TraefikVersion } from "../versions.ts";
import type { MapNode } from "./node.ts";
import type { Problem } from "./problem.ts";
import { parseToml } from "./toml/parse-toml.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";

export type Format = "yaml" | "toml";

/** A text in one form for both formats. */
export interface DocumentReading {
  /** null: empty, or not readable */
  readonly root: MapNode | null;
  readonly problems: readonly Problem[];
  /** the error as Traefik logs it */
  readonly refusal: string | null;
  /** see `YamlReading` */
  readonly isSimple?: boolean;
}

/** Reads a text as Traefik reads its format. */
export function readDocument(text: string, format: Format, version: TraefikVersion): DocumentReading {
  return format === "toml" ? parseToml(text, version) : parseYaml(text);
}

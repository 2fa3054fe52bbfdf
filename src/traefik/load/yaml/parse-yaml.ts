import type { MapNode } from "../node.ts";
import type { Problem } from "../problem.ts";
import { parseAnyYaml } from "./parse-any-yaml.ts";
import { readSimple } from "./read-simple.ts";

/** What a YAML text says, or what is wrong with it. */
export interface YamlReading {
  /**
   * null: an empty text, or one that cannot be read. A text whose only mistakes are duplicate keys has a root too, with
   * the first of each: read the problems before using it.
   */
  readonly root: MapNode | null;
  readonly problems: readonly Problem[];
  /** the error as Traefik logs it, null where Traefik accepts the text */
  readonly refusal: string | null;
  /** it was read line by line: no value goes on in the next one, and none stands for another */
  readonly isSimple?: boolean;
}

/**
 * Reads a text as Traefik does: yaml.v3 3.0.1 into a `map[string]interface{}`, the first document only. Offsets are
 * those of the text. Neither depth nor size nor aliases can exhaust memory or the call stack.
 */
export function parseYaml(text: string): YamlReading {
  const root = readSimple(text);
  return root === null ? parseAnyYaml(text) : { root, problems: [], refusal: null, isSimple: true };
}

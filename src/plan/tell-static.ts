import { staticFiles } from "../environment/layout.ts";
import type { Tree } from "../environment/tree.ts";
import type { Value } from "../traefik/load/configuration.ts";
import { readStaticDocument } from "../traefik/load/load-static.ts";
import type { Node } from "../traefik/load/node.ts";
import type { TraefikVersion } from "../traefik/versions.ts";
import { concealedText } from "../conceal.ts";
import { tellValues } from "./tell-values.ts";

/**
 * What differs between the static configurations of two states, field by field, as it is written and without secrets;
 * nothing where one of them cannot be read.
 */
export function tellStatic(before: Tree, after: Tree, version: TraefikVersion): string[] {
  const [old, next] = [before, after].map((tree) => valueOfStatic(tree, version));
  if (old === undefined || next === undefined) return [];
  return tellValues("", old, next).map(concealedText);
}

function valueOfStatic(tree: Tree, version: TraefikVersion): Value | undefined {
  const [file] = staticFiles(tree);
  const reading = file && readStaticDocument(file, version).reading;
  return reading?.refusal === null && reading.root !== null ? valueOf(reading.root) : undefined;
}

/** The text of a value is what Traefik sees of it. */
function valueOf(node: Node): Value {
  if (node.kind === "scalar") return node.text;
  if (node.kind === "list") return node.items.map(valueOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.name, valueOf(value)]));
}

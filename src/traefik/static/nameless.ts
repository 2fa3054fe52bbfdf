import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import type { Document } from "../load/document.ts";
import type { Entry, Node } from "../load/node.ts";
import type { TraefikVersion } from "../versions.ts";
import { starts } from "./behaviour.ts";

/**
 * A value with an empty name, anywhere below the root: looking for options of Traefik 2 panics over it, even in a
 * section that Traefik does not know.
 */
export function nameless({ file, root, range }: Document, version: TraefikVersion): Diagnostic[] {
  if (root === null || !starts(version, "namelessPanics")) return [];
  const found = root.entries.map(({ value }) => firstNameless(value)).find((entry) => entry !== undefined);
  if (found === undefined) return [];
  const message = "an empty name: Traefik panics when it starts";
  return [diagnose("static-crash", { file, range: range(found.key.span), message })];
}

function firstNameless(node: Node): Entry | undefined {
  if (node.kind === "scalar") return undefined;
  if (node.kind === "list") return firstOf(node.items);
  return (
    node.entries.find(({ key, value }) => key.name === "" && !isNull(value)) ??
    firstOf(node.entries.map(({ value }) => value))
  );
}

function firstOf(nodes: readonly Node[]): Entry | undefined {
  for (const node of nodes) {
    const found = firstNameless(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.type === "null";
}

import { quote } from "../../go/strconv.ts";
import type { RawNode } from "./raw.ts";
import { meaningOf } from "./resolve.ts";

const MAX_DEPTH = 8;
const MAX_ITEMS = 20;

/** A decoded node as Go's `%#v` prints it, cut short where it is deep or long. */
export function goSyntax(raw: RawNode, depth = 0): string {
  const node = raw.target ?? raw;
  if (node.kind === "scalar") return scalarSyntax(node);
  if (depth === MAX_DEPTH) return "...";
  const items = node.children.slice(0, MAX_ITEMS).map((child) => goSyntax(child, depth + 1));
  if (node.kind === "list") return `[]interface {}{${items.join(", ")}}`;
  const pairs = items.flatMap((item, index) =>
    index % 2 === 0 ? [`${item}:${items[index + 1] ?? ""}`] : [],
  );
  return `map[string]interface {}{${pairs.toSorted().join(", ")}}`;
}

function scalarSyntax(node: RawNode): string {
  const { type, text } = meaningOf(node);
  if (type === "string") return quote(text);
  return type === "null" ? "interface {}(nil)" : text;
}

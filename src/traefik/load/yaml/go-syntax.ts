import { quote } from "../../go/strconv.ts";
import type { RawNode } from "./raw.ts";
import { meaningOf } from "./resolve.ts";

/** How many nodes are printed: aliases can make a key as large as they like. */
const MAX_NODES = 50;

/** A decoded node as Go's `%#v` prints it, cut short where it is long. */
export function goSyntax(raw: RawNode): string {
  return print(raw, { left: MAX_NODES });
}

function print(raw: RawNode, budget: { left: number }): string {
  if (budget.left-- <= 0) return "...";
  const node = raw.target ?? raw;
  if (node.kind === "scalar") return printScalar(node);
  const items: string[] = [];
  for (const child of node.children) if (budget.left > 0) items.push(print(child, budget));
  if (node.kind === "list") return `[]interface {}{${items.join(", ")}}`;
  const pairs = items.flatMap((item, index) =>
    index % 2 === 0 ? [`${item}:${items[index + 1] ?? "..."}`] : [],
  );
  return `map[string]interface {}{${pairs.toSorted().join(", ")}}`;
}

function printScalar(node: RawNode): string {
  const { type, text } = meaningOf(node);
  if (type === "string") return quote(text);
  return type === "null" ? "interface {}(nil)" : text;
}

import { container, type TypedNode } from "./typed-node.ts";

/**
 * JSON Schema's judge collects errors at a cost that grows with their square: a configuration of more nodes than
 * these is judged in portions.
 */
const LIMIT = 2000;

/** Roots that together hold all of a root's nodes, none of them much above the limit. */
export function portions(root: TypedNode, size: number): readonly TypedNode[] {
  return size <= LIMIT ? [root] : split(root).map(({ node }) => node);
}

interface Portion {
  readonly node: TypedNode;
  readonly size: number;
}

function split(node: TypedNode): Portion[] {
  if (node.members.size === 0) return [{ node, size: 1 + node.strangers.length }];
  const found: Portion[] = [];
  const isList = node.type.kind === "list";
  let members = new Map<string | number, TypedNode>();
  let size = 0;
  let first: string | number = 0;
  let last: string | number | undefined;
  const close = (): void => {
    // names that are no field are told once
    const strangers = found.length === 0 ? node.strangers : [];
    const part = container(node, members, node.unused, strangers);
    found.push({ node: { ...part, first: Number(isList && first) }, size });
    members = new Map();
    size = 0;
  };
  for (const [key, member] of node.members) {
    for (const portion of split(member)) {
      if (members.size > 0 && (size + portion.size > LIMIT || last === key)) close();
      if (members.size === 0) first = key;
      members.set(isList ? members.size : key, portion.node);
      size += portion.size;
      last = key;
    }
  }
  close();
  return found;
}

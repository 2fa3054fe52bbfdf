import { nearest } from "../nearest.ts";
import type { Document } from "../traefik/load/document.ts";
import type { ListNode, MapNode, Node, Span } from "../traefik/load/node.ts";
import type { TestFileFault } from "./route-test.ts";

/** Takes a file's nodes for what they should be, and notes where one is something else. */
export interface NodeReader {
  readonly blame: (span: Span, says: string, hint?: string | null) => void;
  /** the values of a map by name; one with another name is a mistake */
  readonly members: <Name extends string>(
    map: MapNode,
    names: readonly Name[],
    what: string,
  ) => ReadonlyMap<Name, Node>;
  /** undefined, and noted, where the node is something else; so all of these */
  readonly map: (node: Node, what: string) => MapNode | undefined;
  readonly list: (node: Node, what: string) => ListNode | undefined;
  readonly text: (node: Node, what: string) => string | undefined;
  readonly number: (node: Node, what: string) => number | undefined;
  readonly flag: (node: Node, what: string) => boolean | undefined;
  readonly texts: (node: Node, what: string) => readonly string[] | undefined;
  readonly range: Document["range"];
  /** sorted by place */
  readonly faults: () => readonly TestFileFault[];
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name);
}

const KINDS = { map: "a map", list: "a list" } as const;

export function createNodeReader(document: Document): NodeReader {
  const found: (TestFileFault & { readonly at: number })[] = [];
  const blame = (span: Span, says: string, hint: string | null = null): void => {
    found.push({ range: document.range(span), says, hint, at: span.start });
  };
  const wrong = (node: Node, what: string, wanted: string): undefined => {
    const is = node.kind === "scalar" ? (node.type === "null" ? "empty" : "a text") : KINDS[node.kind];
    blame(node.span, `${what} must be ${wanted}, not ${is}`);
  };
  const text = (node: Node, what: string): string | undefined =>
    node.kind === "scalar" && node.type !== "null" ? node.text : wrong(node, what, "a text");
  const list = (node: Node, what: string): ListNode | undefined =>
    node.kind === "list" ? node : wrong(node, what, "a list");
  return {
    blame,
    members: (map, names, what) => {
      const members = new Map<(typeof names)[number], Node>();
      for (const { key, value } of map.entries) {
        if (isOneOf(names, key.name)) members.set(key.name, value);
        else {
          const near = nearest(key.name, names);
          const hint = near === null ? `it has ${names.join(", ")}` : `did you mean "${near}"?`;
          blame(key.span, `${what} has no member "${key.name}"`, hint);
        }
      }
      return members;
    },
    map: (node, what) => (node.kind === "map" ? node : wrong(node, what, "a map")),
    list,
    text,
    number: (node, what) => {
      const written = node.kind === "scalar" && node.type !== "null" ? node.text.replace(/\s*%$/, "") : "";
      return written !== "" && /^\d+(?:\.\d+)?$/.test(written)
        ? Number(written)
        : wrong(node, what, "a number");
    },
    flag: (node, what) =>
      node.kind === "scalar" && node.type === "bool"
        ? node.text === "true"
        : wrong(node, what, "true or false"),
    texts: (node, what) => list(node, what)?.items.flatMap((item) => text(item, `each of ${what}`) ?? []),
    range: document.range,
    faults: () =>
      found.toSorted((a, b) => a.at - b.at).map(({ range, says, hint }) => ({ range, says, hint })),
  };
}

import type { Style } from "./scanner.ts";

/** A node as it is written, before its value is known. */
export interface RawNode {
  readonly kind: "map" | "list" | "scalar" | "alias";
  /** a tag in its short form (`!!int`, `!env`), "" without one */
  readonly tag: string;
  /** a scalar's content, an alias's name */
  readonly text: string;
  readonly style: Style;
  readonly start: number;
  end: number;
  /** where its anchor or tag starts, if it has any: messages count its line from there */
  readonly outset: number;
  /** items of a list; keys and values of a map by turns */
  readonly children: RawNode[];
  /** what an alias stands for */
  readonly target: RawNode | null;
}

/** What the text says up to the end of its first document. */
export interface RawDocument {
  /** null: there is no document at all */
  readonly root: RawNode | null;
  /** where the first document ends */
  readonly end: number;
  /** whether any alias is in it */
  readonly aliased: boolean;
}

const NO_CHILDREN: RawNode[] = [];

export function rawScalar(
  text: string,
  style: Style,
  tag: string,
  start: number,
  end: number,
  outset = start,
): RawNode {
  return { kind: "scalar", tag, text, style, start, end, outset, children: NO_CHILDREN, target: null };
}

export function rawCollection(kind: "map" | "list", tag: string, start: number, outset = start): RawNode {
  return { kind, tag, text: "", style: "", start, end: start, outset, children: [], target: null };
}

export function rawAlias(name: string, target: RawNode, start: number, end: number): RawNode {
  return {
    kind: "alias",
    tag: "",
    text: name,
    style: "",
    start,
    end,
    outset: start,
    children: NO_CHILDREN,
    target,
  };
}

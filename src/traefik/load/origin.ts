import { scalarsIn } from "./ignored.ts";
import type { Node, Span } from "./node.ts";
import type { TypedNode } from "./typed-node.ts";

/** Where a container and its members stand, as numbers: a span object for each would outweigh the configuration. */
interface Origin {
  readonly start: number;
  readonly end: number;
  /** index of each member; null for a list */
  readonly names: ReadonlyMap<string, number> | readonly string[] | null;
  /** for each member: start and end of its value, start and end of its name */
  readonly places: readonly number[];
}

/** Hidden, so that nobody meets it among the fields; a WeakMap of so many costs the garbage collector dear. */
const ORIGIN = Symbol("origin");

interface Originating {
  readonly [ORIGIN]?: Origin;
}

/** More members than these are found by their hash. */
const FEW = 16;

/** Remembers which node a decoded container came from; the decoder's business alone. */
export function setOrigin(container: object, { raw, type, members }: TypedNode): void {
  const { start, end } = raw.source.span;
  const places: number[] = [];
  for (const { raw: member } of members.values()) {
    const { span } = member.source;
    places.push(span.start, span.end, member.key.start, member.key.end);
  }
  const isText = Array.isArray(container) && members.size === 0;
  const value: Origin = {
    start,
    end,
    names: type.kind === "list" ? null : indexOf(Array.from(members.keys(), String)),
    places: isText ? itemPlaces(raw.source, container.length) : places,
  };
  Object.defineProperty(container, ORIGIN, { value });
}

/** A list of texts has no members; unless one of its texts was split, they are its items in order. */
function itemPlaces(source: Node, length: number): number[] {
  const items = scalarsIn(source);
  return items.length === length ? items.flatMap(({ span: { start, end } }) => [start, end, start, end]) : [];
}

function indexOf(names: readonly string[]): Origin["names"] {
  return names.length <= FEW ? names : new Map(names.map((name, index) => [name, index]));
}

/**
 * The span of a member's value, else of the container itself: the place to blame. Undefined for what is nothing but
 * defaults.
 *
 * @param container a decoded struct, map or list
 * @param member a field name, map key or list index
 */
export function spanOf(container: object, member?: string | number): Span | undefined {
  const { [ORIGIN]: origin }: Originating = container;
  if (!origin) return undefined;
  return (
    (member === undefined ? undefined : placeOf(origin, member, 0)) ?? {
      start: origin.start,
      end: origin.end,
    }
  );
}

/** The span of a member's name as written: the place to blame for the name itself. */
export function keySpanOf(container: object, member: string | number): Span | undefined {
  const { [ORIGIN]: origin }: Originating = container;
  return origin && placeOf(origin, member, 2);
}

/** @param offset 0 for the value, 2 for the name */
function placeOf(origin: Origin, member: string | number, offset: 0 | 2): Span | undefined {
  const index = memberIndex(origin, member);
  if (index === undefined || index < 0) return undefined;
  const [start, end] = origin.places.slice(4 * index + offset, 4 * index + offset + 2);
  return start === undefined || end === undefined ? undefined : { start, end };
}

function memberIndex({ names }: Origin, member: string | number): number | undefined {
  if (names === null) return Number(member);
  return isMap(names) ? names.get(String(member)) : names.indexOf(String(member));
}

function isMap(names: NonNullable<Origin["names"]>): names is ReadonlyMap<string, number> {
  return names instanceof Map;
}

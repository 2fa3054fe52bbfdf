import type { Span } from "./node.ts";
import type { TypedNode } from "./typed-node.ts";

type Places = readonly (string | number | null)[];

const NONE: Places = [];

/** Where a container and its members stand, as plain numbers: a span for each would outweigh the configuration. */
interface Origin {
  readonly start: number;
  readonly end: number;
  /** for each member: its name, start and end of its value, start and end of its name; null for the items of a list */
  readonly places: Places;
  /** where the places of a member begin; made when there are many and one is asked for */
  index: ReadonlyMap<string, number> | null;
}

/** Where the containers of one decoded document stand. */
export interface Origins {
  /** reads the document again, up to the typed nodes that it was decoded from */
  readonly read: () => TypedNode;
  /** what these became */
  root: object | null;
  /** made when the first place is asked for: of most documents none ever is, and all places outweigh what stands there */
  places: ReadonlyMap<object, Origin> | null;
}

/** Has a class of its own put its private fields into an object that is there already. */
class Given {
  constructor(object: object) {
    return object;
  }
}

/**
 * What was decoded holds its origins in a private field, where nobody meets them among its own. A property that is not
 * enumerable takes V8 ten times as long to make, and a WeakMap of so many costs the garbage collector dear.
 */
class Decoded extends Given {
  #origins: Origins;

  constructor(container: object, origins: Origins) {
    super(container);
    this.#origins = origins;
  }

  static originsOf(container: object): Origins | undefined {
    return #origins in container ? container.#origins : undefined;
  }
}

/** How many numbers a member has in the places. */
const WIDTH = 5;
/** More members than these are found by their hash. */
const FEW = 16;

/** Remembers which document a decoded container came from; the decoder's business alone. */
export function setOrigin(container: object, origins: Origins): void {
  if (Decoded.originsOf(container) === undefined) new Decoded(container, origins);
}

/** Goes through what was decoded and the nodes that it was decoded from side by side. */
function placesIn(origins: Origins): ReadonlyMap<object, Origin> {
  const places = new Map<object, Origin>();
  const pending: [value: unknown, node: TypedNode][] = [[origins.root, origins.read()]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [value, node] = next;
    const isOurs = typeof value === "object" && value !== null && Decoded.originsOf(value) === origins;
    if (!isOurs) continue;
    places.set(value, originOf(value, node));
    for (const [name, member] of node.members) {
      pending.push([(value as Readonly<Record<string, unknown>>)[name], member]);
    }
  }
  return places;
}

function originOf(container: object, { raw, type, members }: TypedNode): Origin {
  const { source } = raw;
  const { start, end } = source.span;
  let places: Places = NONE;
  if (members.size > 0) {
    const isList = type.kind === "list";
    // of its final size from the start: one that grows takes twice the memory
    const of = Array<string | number | null>(members.size * WIDTH);
    let at = 0;
    for (const [name, { raw: member }] of members) {
      const { span } = member.source;
      setPlace(of, at, isList ? null : String(name), span, isList ? span : member.key);
      at += WIDTH;
    }
    places = of;
  } else if (Array.isArray(container) && source.kind === "list" && source.items.length === container.length) {
    // a list of texts has no members; unless one of its texts was split, they are its items in order
    const of = Array<string | number | null>(source.items.length * WIDTH);
    for (const [index, { span }] of source.items.entries()) setPlace(of, index * WIDTH, null, span, span);
    places = of;
  }
  return { start, end, places, index: null };
}

function setPlace(
  places: (string | number | null)[],
  at: number,
  name: string | null,
  value: Span,
  key: Span,
): void {
  places[at] = name;
  places[at + 1] = value.start;
  places[at + 2] = value.end;
  places[at + 3] = key.start;
  places[at + 4] = key.end;
}

/**
 * The span of a member's value, else of the container itself: the place to blame. Undefined for what is nothing but
 * defaults.
 *
 * @param container a decoded struct, map or list
 * @param member a field name, map key or list index
 */
export function spanOf(container: object, member?: string | number): Span | undefined {
  const origin = originAt(container);
  if (!origin) return undefined;
  return (
    (member === undefined ? undefined : placeOf(origin, member, 1)) ?? {
      start: origin.start,
      end: origin.end,
    }
  );
}

/** The span of a member's name as written: the place to blame for the name itself. */
export function keySpanOf(container: object, member: string | number): Span | undefined {
  const origin = originAt(container);
  return origin && placeOf(origin, member, 3);
}

function originAt(container: object): Origin | undefined {
  const origins = Decoded.originsOf(container);
  if (!origins) return undefined;
  return (origins.places ??= placesIn(origins)).get(container);
}

/** @param offset 1 for the value, 3 for the name */
function placeOf(origin: Origin, member: string | number, offset: 1 | 3): Span | undefined {
  const at = placeIndex(origin, member);
  if (at === undefined) return undefined;
  const [start, end] = origin.places.slice(at + offset, at + offset + 2);
  return typeof start === "number" && typeof end === "number" ? { start, end } : undefined;
}

function placeIndex(origin: Origin, member: string | number): number | undefined {
  const { places } = origin;
  if (places[0] === null) return WIDTH * Number(member);
  const name = String(member);
  if (places.length > FEW * WIDTH) return (origin.index ??= indexOf(places)).get(name);
  for (let at = 0; at < places.length; at += WIDTH) if (places[at] === name) return at;
  return undefined;
}

function indexOf(places: Places): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  for (let at = 0; at < places.length; at += WIDTH) index.set(String(places[at]), at);
  return index;
}

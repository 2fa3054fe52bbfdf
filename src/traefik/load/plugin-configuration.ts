import type { Value } from "./configuration.ts";
import { emptyMap } from "./empty-map.ts";
import type { RawNode } from "./raw-tree.ts";
import { isTypedList, parseTypedList } from "./typed-list.ts";

/** What is wrong with a plugin's configuration, which no schema describes. */
export interface PluginFault {
  readonly raw: RawNode;
  /** the item of its list that is wrong */
  readonly item?: number;
  /** Traefik's error, or what it panics with; null where it goes on */
  readonly text: string | null;
  /** when: as types are matched, as fields are filled, or as the loaded configuration is copied */
  readonly stage: "types" | "fill" | "copy";
  readonly panics: boolean;
}

export interface PluginConfiguration {
  readonly values: Readonly<Record<string, Value>>;
  readonly faults: readonly PluginFault[];
}

/** Fills in a value once it is known. */
type Put = (value: Value) => void;

interface Task {
  readonly raw: RawNode;
  readonly put: Put;
  /** false: texts of lists stay texts */
  readonly typed: boolean;
}

/**
 * The configuration of one plugin, as Traefik makes it of the nodes below the plugin's name: plain values are
 * strings, lists get their types back. Works without recursion: the nodes may be nested 10,000 deep.
 *
 * @param listsInMaps false (before Traefik 3.1): inside of a map, what lists hold keeps its text
 */
export function pluginConfiguration(nodes: readonly RawNode[], listsInMaps: boolean): PluginConfiguration {
  const values = emptyMap<Value>();
  const faults: PluginFault[] = [];
  const pending: Task[] = [];

  const addMap = (into: Record<string, Value>, children: readonly RawNode[], typed: boolean): void => {
    faults.push(...collisions(children));
    for (const raw of children.toReversed()) {
      pending.push({ raw, typed, put: (value) => (into[raw.name] = value) });
    }
  };

  const convert = ({ raw, put, typed }: Task, inMap: boolean): void => {
    const { children, text } = raw;
    const first = children[0];
    if (first === undefined) put(typed && isTypedList(text) ? typedList(raw, faults) : text);
    else if (first.name === "") faults.push(emptyName(first));
    else if (isIndex(first.name)) {
      const list: Value[] = [];
      put(list);
      const below = typed && (listsInMaps || !inMap);
      for (const [index, child] of [...children.entries()].toReversed()) {
        pending.push({ raw: child, typed: below, put: (value) => (list[index] = value) });
      }
    } else {
      const map = emptyMap<Value>();
      put(map);
      addMap(map, children, typed);
    }
  };

  for (const raw of nodes) {
    const { children } = raw;
    const first = children[0];
    const map = first?.name !== "" && isMap(raw);
    // A map with an entry of its own name is replaced by what it holds.
    const dissolves = map && children.some(({ name }) => name === raw.name);
    if (dissolves) addMap(values, children, true);
    else pending.push({ raw, typed: true, put: (value) => (values[raw.name] = value) });
    for (let task = pending.pop(); task; task = pending.pop()) convert(task, map && !dissolves);
  }
  return { values, faults };
}

function isIndex(name: string): boolean {
  return name.startsWith("[") && name.endsWith("]");
}

function typedList(raw: RawNode, faults: PluginFault[]): Value {
  const list = parseTypedList(raw.text);
  if (!list.ok) {
    faults.push({ raw, text: list.error, stage: "fill", panics: false });
    return raw.text;
  }
  if (list.value.panics) faults.push({ raw, text: "cannot deep copy uint64", stage: "copy", panics: true });
  const { items } = list.value;
  // JSON has no word for it: with it goes every answer that the API gives
  const item = items.findIndex((value) => typeof value === "number" && !Number.isFinite(value));
  if (item >= 0) faults.push({ raw, item, text: null, stage: "copy", panics: false });
  return items;
}

function emptyName(raw: RawNode): PluginFault {
  const text = "runtime error: index out of range [0] with length 0";
  return { raw, text, stage: "types", panics: true };
}

function isMap({ children: [first] }: RawNode): boolean {
  return first !== undefined && !isIndex(first.name);
}

/** Keys that are no text may share a name (`<int Value>`): a map after a plain value panics, and the order is random. */
function* collisions(children: readonly RawNode[]): Iterable<PluginFault> {
  for (const [index, raw] of children.entries()) {
    const next = children[index + 1];
    if (next?.name !== raw.name || isMap(next) === isMap(raw)) continue;
    const text = `unsupported value (key: ${raw.name})`;
    yield { raw: isMap(raw) ? raw : next, text, stage: "types", panics: true };
  }
}

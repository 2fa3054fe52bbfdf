import { quote } from "../../go/strconv.ts";
import type { Lines } from "./lines.ts";
import type { RawNode } from "./raw.ts";
import { meaningOf, tagOf, type Meaning } from "./resolve.ts";

/** A key as Go's map holds it. */
export interface RawKey {
  /** the name that Traefik gets */
  readonly name: string;
  /** equal for keys that are one key in Go's map */
  readonly identity: string;
}

const TYPE_NAMES: Readonly<Record<Meaning["type"], string>> = {
  null: "",
  bool: "<bool Value>",
  int: "<int Value>",
  int64: "<int64 Value>",
  uint64: "<uint64 Value>",
  float64: "<float64 Value>",
  string: "",
  time: "<time.Time Value>",
};

/** Whether a key is the merge key `<<`: plain, or tagged as such. */
export function isMergeKey(key: RawNode): boolean {
  if (key.kind !== "scalar" || key.text !== "<<") return false;
  return key.tag === "!!merge" || (key.tag === "" && key.style === "");
}

/**
 * The key of a scalar.
 *
 * @param asText whether Go's map takes nothing but strings: then a number is its text, else it is lost to its type
 * @returns null for a null key in a map of strings, which is no key at all
 * @throws YamlFailure if the scalar does not fit its tag
 */
export function keyOf(key: RawNode, asText: boolean): RawKey | null {
  const meaning = meaningOf(key);
  if (meaning.type === "string") return { name: meaning.text, identity: `s${meaning.text}` };
  if (!asText) return { name: TYPE_NAMES[meaning.type], identity: `${meaning.type} ${meaning.text}` };
  return meaning.type === "null" ? null : { name: key.text, identity: `s${key.text}` };
}

/** Whether Go makes a map of strings out of a mapping: all of its keys are strings or merge keys. */
export function hasStringKeys(map: RawNode): boolean {
  return map.children.every((child, index) => {
    if (index % 2 === 1 || isMergeKey(child)) return true;
    const key = child.target ?? child;
    if (key.kind !== "scalar") return false;
    if (key.tag !== "") return key.tag === "!!str" || key.tag === "!!merge";
    return tagOf(meaningOf(key)) === "!!str";
  });
}

/** Two keys of one map that are written alike. */
export interface Duplicate {
  readonly first: RawNode;
  readonly second: RawNode;
}

/** Small maps are compared key by key. */
const FEW = 16;
/** How many pairs are listed of one map. */
const MAX_PAIRS = 500;

/** Whether a map has two keys that are written alike: the text counts, not the value, nor the quotes. */
export function hasDuplicates(map: RawNode): boolean {
  const keys = map.children;
  if (keys.length <= FEW) {
    for (let i = 2; i < keys.length; i += 2)
      for (let j = 0; j < i; j += 2) if (areAlike(keys[i], keys[j])) return true;
    return false;
  }
  const scalars = new Set<string>();
  const others = new Set<string>();
  for (let i = 0; i < keys.length; i += 2) {
    const key = keys[i];
    if (key === undefined) continue;
    if (key.kind === "scalar") scalars.add(key.text);
    else others.add(spelling(key));
  }
  return scalars.size + others.size < keys.length / 2;
}

function areAlike(a: RawNode | undefined, b: RawNode | undefined): boolean {
  return a?.text === b?.text && a?.kind === b?.kind;
}

function spelling(key: RawNode): string {
  return `${key.kind} ${key.text}`;
}

/** Pairs of equal keys in the order in which yaml.v3 lists them: each key with all later ones that are like it. */
export function duplicatesOf(map: RawNode): Duplicate[] {
  const keys = map.children.filter((_, index) => index % 2 === 0);
  const bySpelling = new Map<string, RawNode[]>();
  for (const key of keys) {
    const group = bySpelling.get(spelling(key));
    if (group === undefined) bySpelling.set(spelling(key), [key]);
    else group.push(key);
  }
  const passed = new Map<string, number>();
  const pairs: Duplicate[] = [];
  for (const first of keys) {
    const group = bySpelling.get(spelling(first)) ?? [];
    const rank = (passed.get(spelling(first)) ?? 0) + 1;
    passed.set(spelling(first), rank);
    for (let i = rank; i < group.length; i++) {
      const second = group[i];
      if (pairs.length === MAX_PAIRS) return pairs;
      if (second !== undefined) pairs.push({ first, second });
    }
  }
  return pairs;
}

/** `line 3: mapping key "a" already defined at line 2` */
export function duplicateWords({ first, second }: Duplicate, lines: Lines): string {
  const [line, firstLine] = [lines.of(second.outset) + 1, lines.of(first.outset) + 1];
  return `line ${line}: mapping key ${quote(second.text)} already defined at line ${firstLine}`;
}

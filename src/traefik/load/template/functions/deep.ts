import type { Bytes } from "../bytes.ts";
import { Fatal, LimitExceeded } from "../errors.ts";
import { spend, type Run } from "../run.ts";
import type { Concrete, Dict, List } from "../values.ts";

/** Deeper values than this are taken for ones that hold themselves. */
const DEEPEST = 200;

/** One level down, where there is one. */
export function descend(run: Run, depth: number): number {
  spend(run, 1);
  if (depth >= DEEPEST) throw new LimitExceeded("a list or dict is nested too deeply, or holds itself");
  return depth + 1;
}

/** reflect.DeepEqual: the same type and, all the way down, the same content. */
export function deepEqual(run: Run, a: Concrete, b: Concrete, depth = 0): boolean {
  const deeper = descend(run, depth);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (a.kind === "list") return b.kind === "list" && equalLists(run, a, b, deeper);
  if (a.kind === "dict") return b.kind === "dict" && equalDicts(run, a, b, deeper);
  switch (a.kind) {
    case "integer":
      return b.kind === "integer" && a.type === b.type && a.value === b.value;
    case "complex":
      return b.kind === "complex" && a.real === b.real && a.imaginary === b.imaginary;
    case "version":
      return (
        b.kind === "version" &&
        Object.entries(a).every(([name, value]) => b[name as keyof typeof b] === value)
      );
    case "opaque":
      return a === b;
  }
}

function equalLists(run: Run, a: List, b: List, depth: number): boolean {
  if (a.type !== b.type || a.nil !== b.nil || a.items.length !== b.items.length) return false;
  if (a.items === b.items) return true;
  return a.items.every((item, index) => deepEqual(run, item, b.items[index] ?? null, depth));
}

function equalDicts(run: Run, a: Dict, b: Dict, depth: number): boolean {
  if (a.type !== b.type || a.nil !== b.nil || a.entries.size !== b.entries.size) return false;
  if (a.entries === b.entries) return true;
  return [...a.entries].every(([key, value]) => {
    const other = b.entries.get(key);
    return other !== undefined && deepEqual(run, value, other, depth);
  });
}

/** A copy that shares no list or dict with the value. */
export function deepCopy(run: Run, value: Concrete, depth = 0): Concrete {
  const deeper = descend(run, depth);
  if (typeof value !== "object" || value === null) return value;
  if (value.kind === "list") {
    return { ...value, items: value.items.map((item) => deepCopy(run, item, deeper)) };
  }
  if (value.kind === "dict") {
    const entries = [...value.entries].map(([key, item]) => [key, deepCopy(run, item, deeper)] as const);
    return { ...value, entries: new Map(entries) };
  }
  return value;
}

/**
 * Puts a value into a dict.
 *
 * @throws Fatal where the dict would hold itself: Go's stack overflows, and Traefik dies, when such a dict is printed
 */
export function put(run: Run, target: Dict, key: Bytes, value: Concrete): void {
  if (reaches(run, value, target, 0))
    throw new Fatal("a dict that holds itself: Traefik dies when it is printed");
  target.entries.set(key, value);
}

function reaches(run: Run, value: Concrete, target: Dict, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value.kind === "dict" && value.entries === target.entries) return true;
  const inner = value.kind === "dict" ? value.entries.values() : value.kind === "list" ? value.items : [];
  const deeper = descend(run, depth);
  for (const item of inner) if (reaches(run, item, target, deeper)) return true;
  return false;
}

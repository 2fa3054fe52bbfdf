import type { Entry, Node } from "../node.ts";
import { equalFold } from "../../go/fold.ts";
import {
  checkDuplicates,
  countKey,
  failSelfReference,
  report,
  spanOf,
  type Constructor,
  type Frame,
  type Target,
} from "./constructor.ts";
import { YamlFailure } from "./failure.ts";
import { goSyntax } from "./go-syntax.ts";
import { keyOf } from "./keys.ts";
import type { RawNode } from "./raw.ts";
import { meaningOf } from "./resolve.ts";
import { rootMistake } from "./root.ts";

/** Reads a key; false if its value is not even looked at. */
export function takeKey(c: Constructor, frame: Frame, raw: RawNode, value: RawNode): boolean {
  const { into } = frame;
  const merging = frame.form === "merge";
  countKey(c, raw);
  if (isOrdinary(raw, into)) {
    frame.key = { name: raw.text, identity: null, raw };
    return true;
  }
  const scalar = raw.target ?? raw;
  if (scalar.kind !== "scalar") return refuseKey(c, frame, raw, scalar);
  const asText = merging ? into.asText : into.isRoot;
  const key = keyOf(scalar, asText);
  if (key === null || key.identity === "null ") reportNullKey(c, raw, value);
  if (key === null) return false;
  if (key.identity === "float64 NaN") reportNotANumber(c, raw);
  if (merging) {
    if (into.taken?.has(key.identity) === true) return false;
    into.taken?.add(key.identity);
  }
  if (into.places === null && (raw !== scalar || scalar.tag !== "" || key.identity[0] !== "s"))
    notePlaces(into);
  frame.key = { ...key, raw };
  return true;
}

/** Whether a key is just a string in a map without merges, aliases and the like: most are. */
function isOrdinary(raw: RawNode, into: Target): boolean {
  if (into.places !== null || raw.kind !== "scalar" || raw.tag !== "") return false;
  return raw.style !== "" || meaningOf(raw).type === "string";
}

function refuseKey(c: Constructor, frame: Frame, raw: RawNode, collection: RawNode): false {
  if (c.known?.get(collection) === "open") failSelfReference(raw);
  if (collection.kind === "map" && !checkDuplicates(c, collection)) return false;
  const asText = frame.form === "merge" ? frame.into.asText : frame.into.isRoot;
  if (!asText) {
    if (frame.form === "merge") failUnhashable(raw, collection);
    const told = `invalid map key: a ${collection.kind}`;
    throw new YamlFailure("decoder", `invalid map key: ${goSyntax(collection)}`, raw, told);
  }
  const mistake = rootMistake(collection, c.lines, "string");
  if (mistake !== null) report(c, mistake.words, mistake.problem);
  return false;
}

/** yaml.v3 notes the keys that it merges before it looks whether they can be keys: Go panics. */
export function failUnhashable(key: RawNode, collection: RawNode): never {
  const type = collection.kind === "map" ? "map[string]interface {}" : "[]interface {}";
  throw new YamlFailure("crash", `runtime error: hash of unhashable type ${type}`, key);
}

function reportNullKey(c: Constructor, key: RawNode, value: RawNode): void {
  // the value may be one that does not fit its tag: that is not looked at either
  if (value.kind === "scalar" && value.tag === "" && meaningOf(value).type === "null") return;
  const span = { start: key.start, end: Math.max(key.end, value.end) };
  c.problems.push({
    rule: "unread-content",
    message: "an entry with a null key is never read",
    hint: "quote the key to use it as a name",
    span,
  });
}

const SECTIONS = ["http", "tcp", "udp", "tls"];

/** Traefik's loader looks up what is under each key, and nothing is ever found under NaN. */
function reportNotANumber(c: Constructor, key: RawNode): void {
  const section = c.frames[0]?.key?.name ?? "";
  if (!SECTIONS.some((name) => equalFold(name, section))) return;
  const message = "panic: reflect: call of reflect.Value.IsNil on zero Value";
  c.problems.push({ rule: "yaml-crash", message, span: spanOf(key) });
}

export function notePlaces(into: Target): void {
  into.places = new Map(into.entries.map((entry, index) => [`s${entry.key.name}`, index]));
}

export function setEntry(c: Constructor, frame: Frame, value: Node): void {
  const { key, into } = frame;
  frame.key = null;
  if (key === null || key.identity === "null ") return;
  const entry: Entry = { key: { name: key.name, span: spanOf(key.raw) }, value };
  if (into.places === null) {
    into.entries.push(entry);
    return;
  }
  const identity = key.identity ?? `s${key.name}`;
  const place = into.places.get(identity);
  if (place === undefined) {
    into.places.set(identity, into.entries.length);
    into.entries.push(entry);
    return;
  }
  if (into.keepsFirst) return;
  const before = into.entries[place];
  into.entries[place] = entry;
  if (before !== undefined && frame.form === "map")
    c.problems.push({
      rule: "unread-content",
      message: "this entry is overridden by a later key that means the same",
      span: before.key.span,
    });
}

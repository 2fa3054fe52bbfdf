import { runeAt, encodeRune, type Bytes } from "../bytes.ts";
import { isPrintable } from "../characters.ts";
import { print, printf, println } from "../printf.ts";
import { CallError } from "../errors.ts";
import { holds, isPlaceholder, meterOf, type Run } from "../run.ts";
import { element, int, typeOf, unboxed, type Concrete, type Value } from "../values.ts";
import { equal, greater, greaterOrEqual, less, lessOrEqual } from "./compare.ts";
import { define, variadic, type Functions } from "./define.ts";

/** The functions of text/template itself, but for `slice`, which is sprig's. */
export const BUILTIN: Functions = {
  // both are evaluated where they are called: their arguments are not all needed
  and: variadic(["reflect.Value"], "reflect.Value", ([first]) => first),
  or: variadic(["reflect.Value"], "reflect.Value", ([first]) => first),
  not: define(["reflect.Value"], ([value], run) => !holds(run, unboxed(value))),

  // no value of a template is a function: it always fails, where it is called
  call: variadic(["reflect.Value"], "reflect.Value", ([value]) => value),
  index: variadic(["reflect.Value"], "reflect.Value", ([item, ...indexes]) => index(item, indexes)),
  len: define(["reflect.Value"], ([value], run) => int(lengthOf(run, value))),

  print: variadic([], "interface {}", (values, run) => print(values, meterOf(run))),
  println: variadic([], "interface {}", (values, run) => println(values, meterOf(run))),
  printf: variadic(["string"], "interface {}", ([format, ...values], run) =>
    printf(format, values, meterOf(run)),
  ),

  html: variadic([], "interface {}", (values, run) => escapeHtml(textOfAll(run, values))),
  js: variadic([], "interface {}", (values, run) => escapeJs(textOfAll(run, values))),
  urlquery: variadic([], "interface {}", (values, run) => escapeQuery(textOfAll(run, values))),

  eq: variadic(["reflect.Value"], "reflect.Value", ([value, ...others], run) => {
    if (others.length === 0) throw new CallError("missing argument for comparison");
    return others.some((other) => equal(run, comparable(run, value), comparable(run, other)));
  }),
  ne: define(
    ["reflect.Value", "reflect.Value"],
    ([a, b], run) => !equal(run, comparable(run, a), comparable(run, b)),
  ),
  lt: define(["reflect.Value", "reflect.Value"], ([a, b], run) =>
    less(run, comparable(run, a), comparable(run, b)),
  ),
  le: define(["reflect.Value", "reflect.Value"], ([a, b], run) =>
    lessOrEqual(run, comparable(run, a), comparable(run, b)),
  ),
  gt: define(["reflect.Value", "reflect.Value"], ([a, b], run) =>
    greater(run, comparable(run, a), comparable(run, b)),
  ),
  ge: define(["reflect.Value", "reflect.Value"], ([a, b], run) =>
    greaterOrEqual(run, comparable(run, a), comparable(run, b)),
  ),
};

/** An unset variable compares as the empty text. */
function comparable(run: Run, value: Value): Concrete {
  return isPlaceholder(run, value) ? "" : unboxed(value);
}

function lengthOf(run: Run, value: Value): number {
  const inner = unboxed(value);
  if (inner === null) {
    throw new CallError(
      value === null ? "reflect: call of reflect.Value.Type on zero Value" : "len of nil pointer",
    );
  }
  if (typeof inner === "string") return isPlaceholder(run, inner) ? 0 : inner.length;
  if (typeof inner === "object" && inner.kind === "list") return inner.items.length;
  if (typeof inner === "object" && inner.kind === "dict") return inner.entries.size;
  throw new CallError(`len of type ${typeOf(inner).replace("*", "")}`);
}

function index(item: Value, indexes: readonly Value[]): Value {
  if (unboxed(item) === null) throw new CallError("index of untyped nil");
  let current: Value = unboxed(item);
  for (const key of indexes) {
    const container = unboxed(current);
    if (container === null) throw new CallError("index of nil pointer");
    current = indexOnce(container, unboxed(key));
  }
  return current;
}

function indexOnce(container: Exclude<Concrete, null>, key: Concrete): Value {
  if (typeof container === "string") {
    const at = position(key, container.length);
    if (at === container.length) throw new CallError("reflect: string index out of range");
    return { kind: "integer", type: "uint8", value: BigInt(container.charCodeAt(at)) };
  }
  if (typeof container === "object" && container.kind === "list") {
    const at = position(key, container.items.length);
    if (at === container.items.length) throw new CallError("reflect: slice index out of range");
    return element(container, container.items[at] ?? null);
  }
  if (typeof container === "object" && container.kind === "dict") {
    if (key === null) throw new CallError("value is nil; should be of type string");
    if (typeof key !== "string") throw new CallError(`value has type ${typeOf(key)}; should be string`);
    const zero = container.type === "map[string]string" ? "" : null;
    return element(container, container.entries.get(key) ?? zero);
  }
  throw new CallError(`can't index item of type ${typeOf(container).replace("*", "")}`);
}

/** An index of a list or string; Go's own check lets the length itself pass. */
function position(key: Concrete, length: number): number {
  if (key === null) throw new CallError("cannot index slice/array with nil");
  if (typeof key !== "object" || key.kind !== "integer") {
    throw new CallError(`cannot index slice/array with type ${typeOf(key)}`);
  }
  const at = BigInt.asIntN(64, key.value);
  if (at < 0n || at > BigInt(length)) throw new CallError(`index out of range: ${at}`);
  return Number(at);
}

/** The operands as an action would print them. */
function textOfAll(run: Run, values: readonly Concrete[]): Bytes {
  return print(
    values.map((value) => (value === null ? "<no value>" : value)),
    meterOf(run),
  );
}

const HTML: Readonly<Record<string, string>> = {
  "\0": "\xef\xbf\xbd",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

function escapeHtml(text: Bytes): Bytes {
  return text.replace(/[\0"'&<>]/g, (character) => HTML[character] ?? character);
}

function escapeJs(text: Bytes): Bytes {
  let escaped = "";
  for (let at = 0; at < text.length;) {
    const { rune, width } = runeAt(text, at);
    escaped += jsCharacter(rune);
    at += width;
  }
  return escaped;
}

function jsCharacter(rune: number): Bytes {
  const character = encodeRune(rune);
  if (character === "\\" || character === "'" || character === '"') return `\\${character}`;
  if (rune < 0x20 || "<>&=".includes(character)) return `\\u${hex(rune)}`;
  return rune < 0x80 || isPrintable(rune) ? character : `\\u${hex(rune)}`;
}

function hex(rune: number): string {
  return rune.toString(16).toUpperCase().padStart(4, "0");
}

/** url.QueryEscape. */
export function escapeQuery(text: Bytes): Bytes {
  return text.replace(/[^\w.~-]/g, (byte) =>
    byte === " " ? "+" : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

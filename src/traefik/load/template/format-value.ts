import { isUtf8, runeAt, type Bytes } from "./bytes.ts";
import { LimitExceeded, Unknowable } from "./errors.ts";
import { pad, type Flags } from "./format-flags.ts";
import { formatFloatVerb, formatInteger } from "./format-number.ts";
import { quote } from "./quote.ts";
import {
  element,
  kindOf,
  sortedKeys,
  typeOf,
  unboxed,
  type Concrete,
  type Dict,
  type List,
  type Value,
} from "./values.ts";
import { versionText } from "./version.ts";

/** Lists in lists beyond this depth are taken for a dict that holds itself, of which Go would die. */
const DEEPEST = 200;

/** One value as package fmt formats it with a verb. */
export function formatValue(value: Concrete, verb: string, flags: Flags = {}): Bytes {
  if (value === null) return verb === "v" || verb === "T" ? pad("<nil>", flags) : `%!${verb}(<nil>)`;
  if (verb === "T") return formatString(typeOf(value), "s", flags);
  if (verb === "p") return formatAddress(value, flags);
  return format(value, verb, flags, 0);
}

function format(value: Exclude<Concrete, null>, verb: string, flags: Flags, depth: number): Bytes {
  flags.meter?.(
    32 + (flags.width ?? 0) + (flags.precision ?? 0) + (typeof value === "string" ? value.length : 0),
  );
  switch (typeof value) {
    case "boolean":
      return verb === "t" || verb === "v" ? pad(String(value), flags) : badVerb(value, verb, flags);
    case "number":
      return formatFloatVerb(value, verb, flags) ?? badVerb(value, verb, flags);
    case "string":
      return formatStringVerb(value, verb, flags) ?? badVerb(value, verb, flags);
    default:
      break;
  }
  switch (value.kind) {
    case "integer":
      return (
        formatInteger(value.value, value.type.startsWith("i"), verb, flags) ?? badVerb(value, verb, flags)
      );
    case "complex": {
      const real = formatFloatVerb(value.real, verb, flags);
      const imaginary = formatFloatVerb(value.imaginary, verb, { ...flags, plus: true });
      return real === undefined ? badVerb(value, verb, flags) : `(${real}${imaginary ?? ""}i)`;
    }
    case "list":
    case "dict":
      if (verb === "w") return badVerb(value, verb, flags);
      if (depth > DEEPEST) throw new LimitExceeded("a list or dict is nested too deeply, or holds itself");
      return value.kind === "list"
        ? formatList(value, verb, flags, depth)
        : formatDict(value, verb, flags, depth);
    case "version": {
      const text = flags.goSyntax === true ? undefined : formatStringVerb(versionText(value), verb, flags);
      if (text === undefined) throw new Unknowable("the fields of a version");
      return text;
    }
    case "opaque":
      throw new Unknowable(`a ${value.type}`);
  }
}

/** `%!d(string=hi)`: a verb that the type does not know. */
function badVerb(value: Exclude<Concrete, null>, verb: string, flags: Flags): Bytes {
  return `%!${verb}(${typeOf(value)}=${format(value, "v", flags, 0)})`;
}

function formatAddress(value: Exclude<Concrete, null>, flags: Flags): Bytes {
  const kind = kindOf(value);
  if (kind !== "slice" && kind !== "map" && kind !== "ptr") return badVerb(value, "p", flags);
  throw new Unknowable("an address in memory");
}

// Lists and dicts.

function formatList(list: List, verb: string, flags: Flags, depth: number): Bytes {
  const items = list.items.map((item) => formatElement(element(list, item), verb, flags, depth));
  if (flags.goSyntax !== true) return `[${items.join(" ")}]`;
  return list.nil ? `${list.type}(nil)` : `${list.type}{${items.join(", ")}}`;
}

function formatDict(dict: Dict, verb: string, flags: Flags, depth: number): Bytes {
  const pairs = sortedKeys(dict).map((key) => {
    const value = element(dict, dict.entries.get(key) ?? null);
    return `${format(key, verb, flags, depth)}:${formatElement(value, verb, flags, depth)}`;
  });
  if (flags.goSyntax !== true) return `map[${pairs.join(" ")}]`;
  return dict.nil ? `${dict.type}(nil)` : `${dict.type}{${pairs.join(", ")}}`;
}

function formatElement(value: Value, verb: string, flags: Flags, depth: number): Bytes {
  const inner = unboxed(value);
  if (inner === null) return flags.goSyntax === true ? "interface {}(nil)" : "<nil>";
  return format(inner, verb, flags, depth + 1);
}

// Strings.

function formatStringVerb(text: Bytes, verb: string, flags: Flags): Bytes | undefined {
  switch (verb) {
    case "v":
      return formatString(text, flags.goSyntax === true ? "q" : "s", flags);
    case "s":
    case "q":
      return formatString(text, verb, flags);
    case "x":
    case "X":
      return formatHex(text, verb, flags);
    default:
      return undefined;
  }
}

function formatString(text: Bytes, verb: "s" | "q", flags: Flags): Bytes {
  const cut = flags.precision === undefined ? text : firstRunes(text, flags.precision);
  if (verb === "s") return pad(cut, flags);
  if (flags.sharp === true && canBackquote(cut)) return pad(`\`${cut}\``, flags);
  return pad(quote(cut, flags.plus), flags);
}

function firstRunes(text: Bytes, count: number): Bytes {
  let at = 0;
  for (let i = 0; i < count && at < text.length; i++) at += runeAt(text, at).width;
  return text.slice(0, at);
}

function canBackquote(text: Bytes): boolean {
  return isUtf8(text) && !/[\0-\x08\x0a-\x1f\x7f`]|\xef\xbb\xbf/.test(text);
}

function formatHex(text: Bytes, verb: "x" | "X", flags: Flags): Bytes {
  const bytes = flags.precision === undefined ? text : text.slice(0, flags.precision);
  const pairs = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"));
  const prefix = flags.sharp === true && pairs.length > 0 ? "0x" : "";
  const hex = prefix + pairs.join(flags.space === true ? ` ${prefix}` : "");
  return pad(verb === "X" ? hex.toUpperCase() : hex, flags);
}

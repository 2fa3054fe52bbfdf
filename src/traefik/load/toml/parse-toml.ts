import { parse, TomlDate, TomlError, type TomlPrimitive } from "smol-toml";
import type { DocumentReading } from "../read-document.ts";
import type { Node, ScalarNode, Span } from "../node.ts";

// Until the reader with BurntSushi's rules, words and positions is here: values by smol-toml, without places.
const NOWHERE: Span = { start: 0, end: 0 };

/** Reads a TOML text. */
export function parseToml(text: string): DocumentReading {
  try {
    const table = parse(text.replace(/^\ufeff/, ""), { integersAsBigInt: true });
    const root = nodeOf(table);
    return {
      root: root.kind === "map" && root.entries.length > 0 ? root : null,
      problems: [],
      refusal: null,
    };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const start = text
      .split("\n")
      .slice(0, error.line - 1)
      .join("\n").length;
    const message = `toml: line ${error.line}: ${error.message.split("\n")[0] ?? ""}`;
    return {
      root: null,
      problems: [{ rule: "toml-syntax", message, span: { start, end: start } }],
      refusal: message,
    };
  }
}

function nodeOf(value: TomlPrimitive): Node {
  if (typeof value === "string") return scalar("string", value);
  if (typeof value === "boolean") return scalar("bool", String(value));
  if (typeof value === "bigint") return scalar("int64", String(value));
  if (typeof value === "number") return scalar("float64", floatText(value));
  if (value instanceof TomlDate) return scalar("time", "");
  if (Array.isArray(value)) return { kind: "list", items: value.map(nodeOf), span: NOWHERE };
  const entries = Object.entries(value).map(([name, inner]) => ({
    key: { name, span: NOWHERE },
    value: nodeOf(inner),
  }));
  return { kind: "map", entries, span: NOWHERE };
}

function scalar(type: ScalarNode["type"], text: string): ScalarNode {
  return { kind: "scalar", type, text, span: NOWHERE };
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  return value.toFixed(6).replace(/\.000000$/, "");
}

import { nearest } from "../../nearest.ts";
import { LEFTOVERS, STATIC_SECTIONS } from "./leftovers.ts";
import type { Mistake } from "./mistake.ts";
import type { Entry } from "./node.ts";
import { clip } from "./clip.ts";
import { findField, openFields, type StructType } from "./type.ts";

/** A root key that is no section: Traefik drops it, and all below it, without a word. */
export function explainSection({ key, value }: Entry, root: StructType): Mistake[] {
  // `x-…` is the custom for keys that are there for their anchors
  if (/^(?:x-|\.)/i.test(key.name) || (value.kind === "scalar" && value.type === "null")) return [];
  return [
    {
      rule: "unknown-section",
      span: key.span,
      object: null,
      message: `Traefik ignores ${JSON.stringify(clip(key.name))} at the root of the file, and all below it`,
      hint: sectionHint(key.name, root),
      text: null,
      stage: "nodes",
      order: 0,
    },
  ];
}

function sectionHint(name: string, root: StructType): string | null {
  const leftover = LEFTOVERS[root.name]?.[name.toLowerCase()];
  if (leftover !== undefined) return leftover;
  const dynamic = root.name === "dynamic.Configuration";
  if (!dynamic && ["http", "tcp", "udp", "tls"].includes(name.toLowerCase())) {
    return "dynamic configuration: move it to a file that providers.file reads";
  }
  const fields = openFields(root);
  const parents = fields.flatMap((field) =>
    field.type.kind === "struct" && findField(field.type, name)?.hidden === false ? [field.name] : [],
  );
  if (parents.length > 0) return `it belongs below ${parents.join(" or ")}`;
  if (dynamic && STATIC_SECTIONS.has(name.toLowerCase())) {
    return "it belongs in the static configuration (traefik.yaml)";
  }
  const names = fields.map((field) => field.name);
  const meant = nearest(name, names);
  return meant === null ? `there is ${names.join(", ")}` : `did you mean "${meant}"?`;
}

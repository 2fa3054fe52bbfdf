import { nearest } from "../../nearest.ts";
import { clip } from "./clip.ts";
import { LEFTOVERS, STATIC_SECTIONS } from "./leftovers.ts";
import type { Mistake } from "./mistake.ts";
import type { Entry } from "./node.ts";
import { findField, openFields, type StructType } from "./type.ts";

/** More names than these are no help. */
const FEW = 4;

/**
 * Root keys that are no section: Traefik drops each, and all below it, without a word. Those that one thing would mend
 * are one mistake, told at the first of them.
 */
export function explainSections(entries: readonly Entry[], root: StructType): Mistake[] {
  // `x-…` is the custom for keys that are there for their anchors
  const meant = entries.filter(
    ({ key, value }) => !/^(?:x-|\.)/i.test(key.name) && !(value.kind === "scalar" && value.type === "null"),
  );
  const groups = new Map<string, Entry[]>();
  const isResource = isKubernetes(entries);
  for (const entry of meant) {
    const hint = isResource ? KUBERNETES : commonHint(entry.key.name, root);
    // what is wrong with a single name is told of it
    const group = hint ?? ` ${entry.key.name}`;
    const others = groups.get(group);
    if (others) others.push(entry);
    else groups.set(group, [entry]);
  }
  return Array.from(groups.values(), (group) => mistakeOf(group, root, isResource));
}

function mistakeOf(group: readonly Entry[], root: StructType, isResource: boolean): Mistake {
  const { key } = group[0]!;
  const names = group.slice(0, FEW).map((entry) => JSON.stringify(clip(entry.key.name)));
  if (group.length > FEW) names.push("others");
  const listed = names.length === 1 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return {
    rule: "unknown-section",
    span: key.span,
    object: null,
    message: `Traefik ignores ${listed} at the root of the file, and all below ${group.length === 1 ? "it" : "them"}`,
    hint: isResource ? KUBERNETES : (commonHint(key.name, root) ?? nameHint(key.name, root)),
    text: null,
    stage: "nodes",
    order: 0,
  };
}

const KUBERNETES =
  "this is a resource of Kubernetes, for its provider: a file has http, tcp, udp and tls at its root";
const LABELS = "labels are for the Docker provider: a file nests their parts, as http, routers, NAME, rule";

function isKubernetes(entries: readonly Entry[]): boolean {
  return ["apiVersion", "kind"].every((name) => entries.some(({ key }) => key.name === name));
}

/** What to do about all root keys of a kind. */
function commonHint(name: string, root: StructType): string | null {
  const isDynamic = root.name === "dynamic.Configuration";
  if (isDynamic && (/^traefik\./i.test(name) || name === "labels")) return LABELS;
  if (LEFTOVERS[root.name]?.[name.toLowerCase()] !== undefined) return null;
  if (!isDynamic && ["http", "tcp", "udp", "tls"].includes(name.toLowerCase())) {
    return "dynamic configuration: move it to a file that providers.file reads";
  }
  const parents = openFields(root).flatMap((field) =>
    field.type.kind === "struct" && findField(field.type, name)?.hidden === false ? [field.name] : [],
  );
  if (parents.length > 0) return `it belongs below ${parents.join(" or ")}`;
  return isDynamic && STATIC_SECTIONS.has(name.toLowerCase())
    ? "it belongs in the static configuration (traefik.yaml)"
    : null;
}

function nameHint(name: string, root: StructType): string {
  const leftover = LEFTOVERS[root.name]?.[name.toLowerCase()];
  if (leftover !== undefined) return leftover;
  const names = openFields(root).map((field) => field.name);
  const meant = nearest(name, names);
  return meant === null ? `there is ${names.join(", ")}` : `did you mean "${meant}"?`;
}

import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import { FILE_START } from "../../environment/file-start.ts";
import type { RuleId } from "../../rules.ts";
import { isList, isStruct, keySpanOf, spanOf, type Struct, type Value } from "../load/configuration.ts";
import type { Document } from "../load/document.ts";
import type { Span } from "../load/node.ts";
import type { TraefikVersion } from "../versions.ts";
import type { StaticFacts } from "./facts.ts";

/** A static configuration that Traefik can decode, on its way to a running server. */
export interface StaticSubject {
  readonly configuration: Struct;
  readonly facts: StaticFacts;
  readonly version: TraefikVersion;
}

/** From the root of the configuration to a value: field names, map keys, list indexes. */
export type StaticPath = readonly (string | number)[];

/** Something that keeps Traefik from starting, or that it starts without. */
export interface StaticFault {
  readonly rule: RuleId;
  /** where it stands, or would stand: what is not written is blamed on what it is missing from */
  readonly path: StaticPath;
  readonly message: string;
  readonly hint?: string | null;
  /** Traefik's own words on its way out; missing where it goes on, or dies without any */
  readonly text?: string;
}

/** One subject of the static configuration. */
export type StaticCheck = (subject: StaticSubject) => readonly StaticFault[];

export function faultDiagnostic(document: Document, configuration: Struct, fault: StaticFault): Diagnostic {
  const span = spanAt(configuration, fault.path);
  return diagnose(fault.rule, {
    file: document.file,
    range: span ? document.range(span) : FILE_START,
    message: fault.message,
    hint: fault.hint,
  });
}

/** The span of a plain value, the name of a section, or what of the way there is written. */
function spanAt(root: Struct, path: StaticPath): Span | undefined {
  let container: Value | undefined = root;
  let span: Span | undefined;
  for (const member of path) {
    if (typeof container !== "object") break;
    const value: Value | undefined = valueAt(container, member);
    const key = keySpanOf(container, member);
    if (key === undefined) break;
    span = typeof value === "object" ? key : (spanOf(container, member) ?? key);
    container = value;
  }
  return span;
}

function valueAt(container: Struct | readonly Value[], member: string | number): Value | undefined {
  if (isList(container)) return container[Number(member)];
  return isStruct(container) ? container[member] : undefined;
}

/** `entryPoints.web.address` */
export function writePath(path: StaticPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

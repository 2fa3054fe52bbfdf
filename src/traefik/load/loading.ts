import type { Diagnostic } from "../../diagnostic.ts";
import type { TraefikVersion } from "../versions.ts";
import type { DynamicConfiguration, Struct } from "./configuration.ts";
import type { Document } from "./document.ts";

/** Whose rules to load by, and what the templates see. */
export interface LoadOptions {
  readonly version: TraefikVersion;
  /** environment variables of the gateway */
  readonly variables: Readonly<Record<string, string>>;
  /** true: these are all there are, an unset one is empty; false: an unset one may be set where Traefik runs */
  readonly allVariables: boolean;
  /** what is left of the work that the templates of all files may make together */
  readonly templates?: { left: number };
}

/** The dynamic configuration of an environment as Traefik loads it. */
export interface DynamicLoading {
  /** null: refused, nothing of any file is loaded */
  readonly configuration: DynamicConfiguration | null;
  /** every file that was read, in Traefik's order */
  readonly documents: readonly Document[];
  readonly diagnostics: readonly Diagnostic[];
  /** the first error, which Traefik would log; null where it loads */
  readonly refusal: Refusal | null;
  /** files that need what is not known here (variables, functions): Traefik's verdict on them may differ */
  readonly uncertain: readonly string[];
}

/** The static configuration, from one file. */
export interface StaticLoading {
  /** null: Traefik does not start */
  readonly configuration: Struct | null;
  readonly document: Document;
  readonly diagnostics: readonly Diagnostic[];
  readonly refusal: Refusal | null;
}

export interface Refusal {
  readonly file: string;
  /** Traefik's own words: `field not found, node: servise` */
  readonly text: string;
  /** it does not refuse, it dies */
  readonly panics: boolean;
}

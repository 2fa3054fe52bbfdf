import type { Diagnostic } from "../../diagnostic.ts";
import type { DynamicConfiguration, Struct } from "./configuration.ts";
import type { Document } from "./document.ts";

/** Whose rules to load by, and what the templates see. */
export interface LoadOptions {
  /** Traefik's minor version: `3.7` */
  readonly version: string;
  /** environment variables of the gateway; one that is not here is unknown, not empty */
  readonly env?: Readonly<Record<string, string>>;
}

/** The dynamic configuration of an environment as Traefik loads it. */
export interface DynamicLoading {
  /** null: refused, nothing of any file is loaded */
  readonly configuration: DynamicConfiguration | null;
  /** every file that was read, in Traefik's order */
  readonly documents: readonly Document[];
  readonly diagnostics: readonly Diagnostic[];
  /** the first error, as Traefik would log it (without the path of its directory); null where it loads */
  readonly refusal: Refusal | null;
  /** files whose template needs what is unknown here: Traefik's verdict on them may differ */
  readonly uncertain: readonly string[];
}

/** The static configuration, from one file. */
export interface StaticLoading {
  /** null: Traefik does not start; decoded with all defaults, entry points too */
  readonly configuration: Struct | null;
  readonly document: Document;
  readonly diagnostics: readonly Diagnostic[];
  readonly refusal: Refusal | null;
}

export interface Refusal {
  readonly file: string;
  /** Traefik's own words: `field not found, node: servise` */
  readonly text: string;
}

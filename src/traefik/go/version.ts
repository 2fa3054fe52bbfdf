import type { TraefikVersion } from "../versions.ts";

/** Minor version of the Go that a Traefik is built with: 26 for Go 1.26. Only where they differ does anyone ask. */
export type GoVersion = 22 | 23 | 24 | 25 | 26;

/** The newest Go that a Traefik here is built with. */
export const NEWEST_GO: GoVersion = 26;

/** The Go of the last release of a minor version. */
export function goVersionOf(version: TraefikVersion): GoVersion {
  return GO_OF_TRAEFIK[version];
}

const GO_OF_TRAEFIK = {
  "3.0": 22,
  "3.1": 22,
  "3.2": 23,
  "3.3": 23,
  "3.4": 24,
  "3.5": 24,
  "3.6": 25,
  "3.7": 26,
} as const satisfies Record<TraefikVersion, GoVersion>;

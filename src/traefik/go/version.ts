/** Minor version of the Go that a Traefik is built with: 26 for Go 1.26. Only where they differ does anyone ask. */
export type GoVersion = 22 | 23 | 24 | 25 | 26;

/** The newest Go that a Traefik here is built with. */
export const NEWEST_GO: GoVersion = 26;

/** @param minor 6 for Traefik 3.6 */
export function goVersionOf(minor: number): GoVersion {
  return GO_OF_TRAEFIK[minor] ?? NEWEST_GO;
}

/** Traefik 3.0 to 3.7, the last release of each */
const GO_OF_TRAEFIK: readonly GoVersion[] = [22, 22, 23, 23, 24, 24, 25, 26];

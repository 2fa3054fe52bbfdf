/** The minor versions of Traefik whose rules are known, oldest first. */
export const VERSIONS = ["3.0", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"] as const;
export type TraefikVersion = (typeof VERSIONS)[number];

/** Judged by when nobody says otherwise. */
export const NEWEST: TraefikVersion = "3.7";

/** The minor version that a version names: `3.5` of `v3.5.3`; null when its rules are not known. */
export function minorVersion(version: string): TraefikVersion | null {
  const found = /^v?(3\.\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(version.trim())?.[1];
  return VERSIONS.find((known) => known === found) ?? null;
}

/** Whether a version is `since` or newer. */
export function isAtLeast(version: TraefikVersion, since: TraefikVersion): boolean {
  return VERSIONS.indexOf(version) >= VERSIONS.indexOf(since);
}

/** 5 for 3.5. */
export function minorNumber(version: TraefikVersion): number {
  return Number(version.slice(2));
}

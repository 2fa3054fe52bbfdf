import { isAtLeast, type TraefikVersion } from "../versions.ts";

/** What changed in rules between Traefik's minor versions, with the first that shows it. */
const SINCE = {
  /** `_` may stand in HostSNI */
  underscoreInHostSni: "3.3",
  /** faults of HTTP rules tell the rule twice */
  longTexts: "3.4",
  /** HostSNI may begin with `*.` */
  wildcardHostSni: "3.7",
  /** a negated Host or HostSNI names no host */
  negatedHostsIgnored: "3.7",
} as const satisfies Record<string, TraefikVersion>;

/** Whether this minor version judges rules so. */
export function reads(version: TraefikVersion, behaviour: keyof typeof SINCE): boolean {
  return isAtLeast(version, SINCE[behaviour]);
}

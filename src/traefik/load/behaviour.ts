import { VERSIONS, type TraefikVersion } from "../versions.ts";

/** What changed in loading between Traefik's minor versions, with the first that shows it. */
const SINCE = {
  /** in a plugin's configuration, lists inside of maps get their types back (paerser 0.2.1) */
  typedListsInMaps: "3.1",
  /** maps inside of a map of strings become dotted keys (paerser 0.2.2) */
  dottedKeys: "3.3",
  /** `models` of several files are merged; before, a directory's were dropped */
  modelsMerged: "3.7",
  /** equal certificates count once */
  certificatesOnce: "3.7",
  /** errors say that file configurations were collected */
  collectingPrefix: "3.7",
} as const satisfies Record<string, TraefikVersion>;

/** Whether this minor version loads so. */
export function loads(version: TraefikVersion, behaviour: keyof typeof SINCE): boolean {
  return VERSIONS.indexOf(version) >= VERSIONS.indexOf(SINCE[behaviour]);
}

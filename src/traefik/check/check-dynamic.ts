import type { Diagnostic } from "../../diagnostic.ts";
import type { DynamicConfiguration } from "../load/configuration.ts";
import type { TraefikVersion } from "../versions.ts";
import { judgeDynamic } from "./judge.ts";
import type { MachineFiles } from "./machine-files.ts";
import type { StaticFacts } from "../static/facts.ts";

/**
 * What Traefik finds out about a configuration after it has loaded it: broken references, rules, middlewares,
 * services, TLS, and what kills it.
 *
 * @param facts what the static configuration settles
 * @param version the minor version to judge by
 * @param files what is at the paths that the configuration names on Traefik's machine; without it they are not judged
 * @returns findings in no particular order; where Traefik decides by chance, all candidates
 */
export function checkDynamic(
  configuration: DynamicConfiguration,
  facts: StaticFacts,
  version: TraefikVersion,
  files?: MachineFiles,
): Diagnostic[] {
  return [...judgeDynamic(configuration, { facts, version, ...(files && { files }) }).diagnostics];
}

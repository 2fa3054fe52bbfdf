import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import type { Document } from "../load/document.ts";
import { VERSIONS, type TraefikVersion } from "../versions.ts";
import { entriesAt } from "./entries-at.ts";

/** An option that still counts, or is still accepted, and will go with the next major version. */
interface DeprecatedOption {
  readonly path: readonly string[];
  readonly since: TraefikVersion;
  readonly instead: string;
}

const DNS = ["certificatesResolvers", "*", "acme", "dnsChallenge"];

const DEPRECATED: readonly DeprecatedOption[] = [
  {
    path: ["experimental", "kubernetesGateway"],
    since: "3.1",
    instead: "remove it: the provider is no longer experimental",
  },
  {
    path: ["experimental", "kubernetesIngressNGINX"],
    since: "3.6",
    instead: "remove it: the provider is no longer experimental",
  },
  {
    path: ["providers", "kubernetesIngress", "disableIngressClassLookup"],
    since: "3.1",
    instead: "write disableClusterScopeResources",
  },
  {
    path: ["tracing", "globalAttributes"],
    since: "3.3",
    instead: "write tracing.resourceAttributes",
  },
  {
    path: [...DNS, "disablePropagationCheck"],
    since: "3.3",
    instead: "write propagation.disableChecks",
  },
  {
    path: [...DNS, "delayBeforeCheck"],
    since: "3.3",
    instead: "write propagation.delayBeforeChecks",
  },
  {
    path: ["core", "defaultRuleSyntax"],
    since: "3.4",
    instead: "write the rules in the syntax of v3, and remove it",
  },
  {
    path: ["entryPoints", "*", "http", "underscoreHeadersStrategy"],
    since: "3.7",
    instead: "write aliasHeadersStrategy",
  },
];

/** Finds options that Traefik accepts with a word of warning. */
export function deprecatedOptions({ file, root, range }: Document, version: TraefikVersion): Diagnostic[] {
  if (root === null) return [];
  return DEPRECATED.filter(({ since }) => VERSIONS.indexOf(version) >= VERSIONS.indexOf(since)).flatMap(
    ({ path, since, instead }) =>
      entriesAt(root, path).map(({ key }) =>
        diagnose("deprecated-option", {
          file,
          range: range(key.span),
          message: `${path.join(".")} is deprecated since Traefik ${since}`,
          hint: instead,
        }),
      ),
  );
}

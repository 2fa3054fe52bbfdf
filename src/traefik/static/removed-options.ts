import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import type { Document } from "../load/document.ts";
import { entriesAt } from "./entries-at.ts";

/** An option of Traefik 2 that v3 refuses to start with, whatever its value; null alone does not count. */
interface RemovedOption {
  readonly path: readonly string[];
  /** what v3 has in its place, or what to do */
  readonly instead: string;
}

const TLS_OPTIONAL = "remove it: whether a client certificate is asked for is the server's business";
const OTLP = "v3 speaks OpenTelemetry alone: write tracing.otlp and let a collector translate";

const REMOVED: readonly RemovedOption[] = [
  { path: ["pilot"], instead: "remove it: Traefik Pilot is gone" },
  { path: ["experimental", "http3"], instead: "remove it: entryPoints.NAME.http3 alone switches HTTP/3 on" },
  { path: ["providers", "marathon"], instead: "remove it: v3 has no Marathon provider" },
  { path: ["providers", "rancher"], instead: "remove it: v3 has no Rancher 1 provider" },
  {
    path: ["providers", "docker", "swarmMode"],
    instead: "write providers.swarm in place of providers.docker",
  },
  ...["docker", "swarm", "consul", "etcd", "redis", "http"].map((provider) => ({
    path: ["providers", provider, "tls", "caOptional"],
    instead: TLS_OPTIONAL,
  })),
  ...["consulCatalog", "nomad"].map((provider) => ({
    path: ["providers", provider, "endpoint", "tls", "caOptional"],
    instead: TLS_OPTIONAL,
  })),
  ...["consul", "consulCatalog", "nomad"].map((provider) => ({
    path: ["providers", provider, "namespace"],
    instead: "write namespaces, a list",
  })),
  { path: ["tracing", "spanNameLimit"], instead: "remove it: names of spans have a fixed length" },
  ...["jaeger", "zipkin", "datadog", "instana", "haystack", "elastic"].map((backend) => ({
    path: ["tracing", backend],
    instead: OTLP,
  })),
];

/** Finds the options of Traefik 2 in a file; letter case never matters. */
export function removedOptions(document: Document): Diagnostic[] {
  const { file, root, range } = document;
  if (root === null) return [];
  return REMOVED.flatMap(({ path, instead }) =>
    entriesAt(root, path).map(({ key }) =>
      diagnose("removed-option", {
        file,
        range: range(key.span),
        message: `Traefik 3 does not start with ${path.join(".")}, an option of Traefik 2`,
        hint: instead,
      }),
    ),
  );
}

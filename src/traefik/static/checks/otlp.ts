import { goOf } from "../../check/behaviour.ts";
import { UNKNOWN_MACHINE } from "../../check/machine-files.ts";
import { clientTlsProblem } from "../../check/tls/client-tls.ts";
import { flagOf, structOf, textOf } from "../../check/values.ts";
import { splitHostPort } from "../../go/net.ts";
import type { GoResult } from "../../go/result.ts";
import { quote } from "../../go/strconv.ts";
import { parseUrl } from "../../go/url.ts";
import type { GoVersion } from "../../go/version.ts";
import type { Struct } from "../../load/configuration.ts";
import { formatFloat } from "../../load/template/format-float.ts";
import { firstDescent, numbersOf } from "../ascending.ts";
import { starts } from "../behaviour.ts";
import { writePath, type StaticFault, type StaticPath, type StaticSubject } from "../fault.ts";

/** What is sent to an OpenTelemetry collector, and how. */
export function checkOtlp({ configuration, version }: StaticSubject): StaticFault[] {
  const experimental = structOf(configuration, "experimental") ?? {};
  const faults: StaticFault[] = [];
  for (const { section, name, logging, without } of OTLP) {
    const settings = structOf(configuration, section);
    const otlp = settings && structOf(settings, "otlp");
    if (!otlp) {
      if (settings && section === "tracing" && starts(version, "tracingNeedsOtlp")) faults.push(NO_COLLECTOR);
      continue;
    }
    if (logging && !flagOf(experimental, "otlplogs")) faults.push(needsOtlpLogs(section, logging));
    const grpc = structOf(otlp, "grpc");
    if (grpc && flagOf(grpc, "insecure") && structOf(grpc, "tls")) faults.push(tlsAndInsecure(section, name));
    const wrong = exporterFault(otlp, version);
    if (wrong) faults.push(unsent(section, without, wrong));
    // nothing is measured for a collector that cannot be reached
    else if (section === "metrics") faults.push(...checkBoundaries(numbersOf(otlp, "explicitBoundaries")));
  }
  return faults;
}

/** Where OTLP can be configured, with Traefik's words for it, and what becomes of it where it cannot be sent. */
const OTLP = [
  { section: "log", name: "logs", logging: "logging", without: null },
  { section: "accessLog", name: "access logs", logging: "access logging", without: "there is no access log" },
  { section: "tracing", name: "tracing", logging: null, without: "nothing is traced" },
  { section: "metrics", name: "metrics", logging: null, without: "no metrics are sent" },
] as const;

type Section = (typeof OTLP)[number]["section"];

const NO_COLLECTOR: StaticFault = {
  rule: "static-crash",
  path: ["tracing"],
  message: "tracing has no otlp: Traefik 3.0 panics when it starts",
  hint: "write otlp: {}, or remove tracing",
};

function needsOtlpLogs(section: Section, logging: string): StaticFault {
  const text = `the experimental OTLPLogs feature must be enabled to use OTLP ${logging}`;
  return {
    rule: "experimental-off",
    path: [section, "otlp"],
    message: `${section}.otlp needs experimental.otlplogs`,
    hint: "write experimental: {otlplogs: true}",
    text: section === "log" ? `setting up logger: ${text}` : text,
  };
}

function tlsAndInsecure(section: string, name: string): StaticFault {
  return {
    rule: "static-conflict",
    path: [section, "otlp", "grpc", "insecure"],
    message: `${section}.otlp.grpc has tls and insecure, and can have only one of them`,
    text: `${name} OTLP GRPC: TLS and Insecure options are mutually exclusive`,
  };
}

function checkBoundaries(boundaries: readonly number[]): StaticFault[] {
  const index = firstDescent(boundaries);
  if (index < 0) return [];
  const written = boundaries.map((boundary) => formatFloat(boundary, "g")).join(" ");
  return [
    {
      rule: "static-value",
      path: ["metrics", "otlp", "explicitBoundaries", index],
      message: "the boundaries do not ascend",
      hint: "write each boundary greater than the one before",
      text: `${NO_HISTOGRAM}: non-monotonic boundaries: [${written}]`,
    },
  ];
}

const NO_HISTOGRAM =
  "unable to create SemConv metric registry: can't build httpServerRequestDuration histogram: aggregation: explicit bucket histogram";

/** What is wrong with how the collector is reached, and where. */
interface ExporterFault {
  readonly at: StaticPath;
  readonly says: string;
  readonly hint?: string;
}

/** The first that Traefik finds wrong; where grpc is given nothing else counts. */
function exporterFault(otlp: Struct, version: StaticSubject["version"]): ExporterFault | null {
  const protocol = structOf(otlp, "grpc") ? "grpc" : "http";
  const exporter = structOf(otlp, protocol);
  if (!exporter) return null;
  const endpoint = textOf(exporter, "endpoint");
  const address = (protocol === "grpc" ? dialTarget : parseUrl)(endpoint, goOf(version));
  if (!address.ok) {
    const hint = protocol === "grpc" ? "write host:port" : "write https://host:port/path";
    return { at: [protocol, "endpoint"], says: `is no address of a collector: ${quote(endpoint)}`, hint };
  }
  const tls = structOf(exporter, "tls");
  // paths of that machine are not known here
  const problem = tls ? clientTlsProblem(UNKNOWN_MACHINE, tls) : null;
  return problem && { at: [protocol, "tls", problem.field], says: `cannot be used: ${problem.says}` };
}

/** What gRPC makes of a collector's address: the URL of a resolver that it knows, or else a name in the DNS. */
function dialTarget(endpoint: string, go: GoVersion): GoResult<unknown> {
  const address = splitHostPort(endpoint);
  if (!address.ok) return address;
  const target = `${address.value.host}:${address.value.port}`;
  const given = parseUrl(target, go);
  return given.ok && RESOLVERS.has(given.value.scheme) ? given : parseUrl(`dns:///${target}`, go);
}

const RESOLVERS: ReadonlySet<string> = new Set(["dns", "passthrough", "unix", "unix-abstract"]);

/** Traefik does not start without its own log, and says nothing then; all else it goes on without. */
function unsent(
  section: Section,
  without: string | null,
  { at, says, hint = "" }: ExporterFault,
): StaticFault {
  const path = [section, "otlp", ...at];
  return {
    rule: without === null ? "static-value" : "ignored-option",
    path,
    message: `${writePath(path)} ${says}: ${without ?? "Traefik does not start, and does not say why"}`,
    ...(hint === "" ? {} : { hint }),
  };
}

import { flagOf, integerOf, listOf, structOf, textOf } from "../../check/values.ts";
import type { Struct } from "../../load/configuration.ts";
import type { StaticFault, StaticPath, StaticSubject } from "../fault.ts";

/** Logs, metrics and traces: what Traefik does not start with, or dies of. */
export function checkTelemetry({ configuration }: StaticSubject): StaticFault[] {
  const experimental = structOf(configuration, "experimental") ?? {};
  const faults: StaticFault[] = [];
  for (const { section, name, logging } of OTLP) {
    const otlp = structOf(structOf(configuration, section) ?? {}, "otlp");
    if (!otlp) continue;
    if (logging && !flagOf(experimental, "otlplogs")) faults.push(needsOtlpLogs(section, logging));
    const grpc = structOf(otlp, "grpc");
    if (grpc && flagOf(grpc, "insecure") && structOf(grpc, "tls")) faults.push(tlsAndInsecure(section, name));
  }
  return [
    ...faults,
    ...checkMetrics(structOf(configuration, "metrics") ?? {}),
    ...checkBuffering(configuration),
  ];
}

/** Where OTLP can be configured, with Traefik's words for it. */
const OTLP = [
  { section: "log", name: "logs", logging: "logging" },
  { section: "accessLog", name: "access logs", logging: "access logging" },
  { section: "tracing", name: "tracing", logging: null },
  { section: "metrics", name: "metrics", logging: null },
] as const;

function needsOtlpLogs(section: "log" | "accessLog" | "tracing" | "metrics", logging: string): StaticFault {
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

function checkMetrics(metrics: Struct): StaticFault[] {
  const faults: StaticFault[] = [...checkBuckets(structOf(metrics, "prometheus") ?? {})];
  for (const backend of ["statsD", "influxDB2"]) {
    if (!isPushedTooOften(metrics, backend) || !isComplete(metrics, backend)) continue;
    faults.push({
      rule: "static-crash",
      path: ["metrics", backend, "pushInterval"],
      message: `metrics.${backend}.pushInterval is not above zero: Traefik panics when it starts`,
    });
  }
  if (isPushedTooOften(metrics, "datadog")) {
    faults.push(ignored(["metrics", "datadog", "pushInterval"], "is not above zero: nothing is ever pushed"));
  }
  return faults;
}

/** The histograms are made when a request is first counted, and making them panics. */
function checkBuckets(prometheus: Struct): StaticFault[] {
  const counted = ["addEntryPointsLabels", "addRoutersLabels", "addServicesLabels"];
  if (!counted.some((labels) => flagOf(prometheus, labels))) return [];
  let former = -Infinity;
  for (const [index, bucket] of listOf(prometheus, "buckets").entries()) {
    if (typeof bucket !== "number") continue;
    if (index > 0 && former >= bucket) {
      return [
        {
          rule: "static-crash",
          path: ["metrics", "prometheus", "buckets", index],
          message: "the buckets do not ascend: Traefik panics over every request, and answers none",
          hint: "write each bucket greater than the one before",
        },
      ];
    }
    former = bucket;
  }
  return [];
}

function isPushedTooOften(metrics: Struct, backend: string): boolean {
  const settings = structOf(metrics, backend);
  return settings !== undefined && integerOf(settings, "pushInterval") <= 0;
}

/** InfluxDB's client is not even made without these. */
function isComplete(metrics: Struct, backend: string): boolean {
  const settings = structOf(metrics, backend) ?? {};
  return (
    backend !== "influxDB2" || ["token", "org", "bucket"].every((field) => textOf(settings, field) !== "")
  );
}

/** Traefik makes room for as many entries of 24 bytes when it starts; no machine has room for these. */
const TOO_MANY = 10_000_000_000n;

function checkBuffering(configuration: Struct): StaticFault[] {
  const size = BigInt(integerOf(structOf(configuration, "accessLog") ?? {}, "bufferingSize"));
  if (size >= 0n && size < TOO_MANY) return [];
  const message =
    size < 0n
      ? "accessLog.bufferingSize is below zero: Traefik panics when it starts"
      : "accessLog.bufferingSize is more than any memory holds: Traefik dies when it starts";
  return [{ rule: "static-crash", path: ["accessLog", "bufferingSize"], message }];
}

function ignored(path: StaticPath, message: string): StaticFault {
  return { rule: "ignored-option", path, message: `${path.join(".")} ${message}` };
}

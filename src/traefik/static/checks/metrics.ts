import { goOf } from "../../check/behaviour.ts";
import { flagOf, integerOf, structOf, textOf } from "../../check/values.ts";
import { quote } from "../../go/strconv.ts";
import { parseUrl } from "../../go/url.ts";
import type { Struct } from "../../load/configuration.ts";
import { firstDescent, numbersOf } from "../ascending.ts";
import { starts } from "../behaviour.ts";
import { writePath, type StaticFault, type StaticPath, type StaticSubject } from "../fault.ts";

/** What is counted, and where it is pushed. */
export function checkMetrics({ configuration, version }: StaticSubject): StaticFault[] {
  const metrics = structOf(configuration, "metrics") ?? {};
  const prometheus = structOf(metrics, "prometheus") ?? {};
  const faults: StaticFault[] = [
    ...checkBuckets(prometheus),
    ...checkHeaderLabels(prometheus, starts(version, "anyLabelName")),
    ...checkInfluxDb(structOf(metrics, "influxDB2"), version),
  ];
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
  if (!Object.keys(COUNTED).some((labels) => flagOf(prometheus, labels))) return [];
  const index = firstDescent(numbersOf(prometheus, "buckets"));
  if (index < 0) return [];
  return [
    {
      rule: "static-crash",
      path: ["metrics", "prometheus", "buckets", index],
      message: "the buckets do not ascend: Traefik panics over every request, and answers none",
      hint: "write each bucket greater than the one before",
    },
  ];
}

function isPushedTooOften(metrics: Struct, backend: string): boolean {
  const settings = structOf(metrics, backend);
  return settings !== undefined && integerOf(settings, "pushInterval") <= 0;
}

/** InfluxDB's client is not even made without these. */
const INFLUXDB_NEEDS = ["token", "org", "bucket"];

function isComplete(metrics: Struct, backend: string): boolean {
  return backend !== "influxDB2" || missingOf(structOf(metrics, backend) ?? {}).length === 0;
}

function missingOf(influxDb: Struct): readonly string[] {
  return INFLUXDB_NEEDS.filter((field) => textOf(influxDb, field) === "");
}

function checkInfluxDb(influxDb: Struct | undefined, version: StaticSubject["version"]): StaticFault[] {
  if (!influxDb) return [];
  const path = ["metrics", "influxDB2"];
  const missing = missingOf(influxDb);
  if (missing.length > 0) return [ignored(path, `lacks ${missing.join(", ")}: nothing is ever pushed`)];
  const address = textOf(influxDb, "address");
  if (parseUrl(address, goOf(version)).ok) return [];
  return [ignored([...path, "address"], `is no URL: ${quote(address)}: nothing is ever pushed`)];
}

/** The labels that requests are counted by, each kind of them where it is switched on. */
const COUNTED = {
  addEntryPointsLabels: ["code", "method", "protocol", "entrypoint"],
  addRoutersLabels: ["code", "method", "protocol", "router", "service"],
  addServicesLabels: ["code", "method", "protocol", "service"],
};

/** One label that cannot be, and Prometheus is given none of Traefik's metrics. */
function checkHeaderLabels(prometheus: Struct, anyName: boolean): StaticFault[] {
  const taken = Object.entries(COUNTED).filter(([labels]) => flagOf(prometheus, labels));
  if (taken.length === 0) return [];
  const own = new Set(taken.flatMap(([, labels]) => labels));
  const names = Object.keys(structOf(prometheus, "headerLabels") ?? {});
  const why = (name: string): string | null => {
    if (own.has(name)) return "is a label that Traefik sets itself";
    if (name.startsWith("__")) return "is reserved for Prometheus";
    return name !== "" && (anyName || /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) ? null : "is no name of a label";
  };
  return names.flatMap((name) => {
    const says = why(name);
    if (says === null) return [];
    return [
      ignored(
        ["metrics", "prometheus", "headerLabels", name],
        `${says}: no metrics of requests are there at all`,
      ),
    ];
  });
}

function ignored(path: StaticPath, message: string): StaticFault {
  return { rule: "ignored-option", path, message: `${writePath(path)} ${message}` };
}

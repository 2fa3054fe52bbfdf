import { quote } from "../../go/strconv.ts";
import type { Struct } from "../../load/configuration.ts";
import { inOrder, untilFault } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import { fault, type Fault } from "../fault.ts";
import { qualify } from "../names.ts";
import type { Reference } from "../references.ts";
import { checkStatusRanges } from "../status-ranges.ts";
import { integerOf, structOf, structsOf, textOf } from "../values.ts";
import type { Holder, HttpBench, Path } from "./bench.ts";
import { whyNotReporting } from "./health-reports.ts";

/** A weighted service: its children in random order, and whether each can report its health where that is wanted. */
export function buildWeighted(
  bench: HttpBench,
  holder: Holder,
  weighted: Struct,
  path: Path,
): readonly Fault[] {
  const healthCheck = structOf(weighted, "healthCheck") !== undefined;
  return untilFault(bench, structsOf(weighted, "services"), (child) => {
    const reference = { name: textOf(child, "name"), at: [child, "name"] as const };
    return inOrder(
      () => {
        const faults = bench.referToService(bench, holder, reference, path);
        if (!behaves(bench.version, "longServiceTexts")) return faults;
        const wrap = (text: string): string => `building HTTP service ${quote(reference.name)}: ${text}`;
        return rephrase(faults, wrap);
      },
      () => (healthCheck ? report(bench, holder, reference, structOf(child, "headers") !== undefined) : []),
    );
  });
}

/** The same with no weight in its texts. */
export function buildHighestRandomWeight(
  bench: HttpBench,
  holder: Holder,
  service: Struct,
  path: Path,
): readonly Fault[] {
  const healthCheck = structOf(service, "healthCheck") !== undefined;
  return untilFault(bench, structsOf(service, "services"), (child) => {
    const reference = { name: textOf(child, "name"), at: [child, "name"] as const };
    return inOrder(
      () => bench.referToService(bench, holder, reference, path),
      () => (healthCheck ? report(bench, holder, reference) : []),
    );
  });
}

/** The main service, then each mirror and its share. */
export function buildMirroring(
  bench: HttpBench,
  holder: Holder,
  mirroring: Struct,
  path: Path,
): readonly Fault[] {
  const service = { name: textOf(mirroring, "service"), at: [mirroring, "service"] as const };
  const mirrors = structsOf(mirroring, "mirrors").map((mirror) => () => {
    const reference = { name: textOf(mirror, "name"), at: [mirror, "name"] as const };
    return inOrder(
      () => bench.referToService(bench, holder, reference, path),
      () => checkPercent(holder, mirror),
    );
  });
  return inOrder(() => bench.referToService(bench, holder, service, path), ...mirrors);
}

function checkPercent({ owner }: Holder, mirror: Struct): readonly Fault[] {
  const percent = integerOf(mirror, "percent");
  if (percent >= 0 && percent <= 100) return [];
  return [
    fault("percent must be between 0 and 100", {
      rule: "out-of-range",
      owner,
      at: [mirror, "percent"],
      says: `a mirror's percent must be between 0 and 100, not ${percent}`,
    }),
  ];
}

/** The service, whether it can report (unless status codes decide), the fallback, whether that can where it must. */
export function buildFailover(
  bench: HttpBench,
  holder: Holder,
  failover: Struct,
  path: Path,
): readonly Fault[] {
  const { owner, name } = holder;
  const errors = structOf(failover, "errors");
  const service = { name: textOf(failover, "service"), at: [failover, "service"] as const };
  const fallback = { name: textOf(failover, "fallback"), at: [failover, "fallback"] as const };
  const byStatus = errors !== undefined && Array.isArray(errors["status"]) && errors["status"].length > 0;
  return inOrder(
    () => bench.referToService(bench, holder, service, path),
    // a handler that cannot report at all is found before the status codes, one that will not after them
    () =>
      byStatus ? [] : report(bench, holder, service).filter(({ text }) => text.startsWith("child service")),
    () =>
      errors
        ? checkStatusRanges(
            owner,
            errors,
            "status",
            (text) => `error creating failover service ${name}: creating HTTP code ranges: ${text}`,
          )
        : [],
    () => (byStatus ? [] : report(bench, holder, service)),
    () => bench.referToService(bench, holder, fallback, path),
    () => (structOf(failover, "healthCheck") ? report(bench, holder, fallback) : []),
  );
}

function report(
  bench: HttpBench,
  { owner, name }: Holder,
  child: Reference,
  wrapped = false,
): readonly Fault[] {
  const reason = whyNotReporting(bench, qualify(child.name, name), wrapped);
  if (reason === null) return [];
  const text =
    reason.kind === "cannot"
      ? `child service ${child.name} of ${name} not a healthcheck.StatusUpdater (${reason.handler})`
      : `cannot register ${child.name} as updater for ${name}: ${reason.text}`;
  return [
    fault(text, {
      rule: "health-not-reported",
      owner,
      at: child.at,
      says: `it needs to know whether service "${child.name}" is healthy, ${reason.says}`,
      hint: reason.hint,
    }),
  ];
}

function rephrase(faults: readonly Fault[], reword: (text: string) => string): readonly Fault[] {
  return faults.map((found) => ({ ...found, text: reword(found.text) }));
}

import { middlewareNames } from "../explain/explanation.ts";
import { choicesByClient } from "../explain/notes.ts";
import { percent } from "../percent.ts";
import { canonicalHeaderKey } from "../traefik/go/header.ts";
import type { Gateway } from "../traefik/model/gateway.ts";
import { deliveries } from "../traefik/routes/deliveries.ts";
import {
  answering,
  partThrough,
  type Behind,
  type Destination,
  type Passed,
} from "../traefik/routes/destinations.ts";
import type { Journey, Passage } from "../traefik/routes/journey.ts";
import { wantedParts, type Expectation, type Part } from "./route-test.ts";
import type { Mismatch } from "./run-tests.ts";

/** What shows only when a request is followed behind its router. */
const MEMBERS_BEHIND = [
  "redirect",
  "status",
  "closed",
  "split",
  "mirrors",
  "path",
  "host",
  "headers",
] as const satisfies readonly (keyof Expectation)[];

/** Whether what happens to a request behind its router, and where it ends, is what is expected. */
export function compareAnswer(
  gateway: Gateway,
  journey: Journey,
  expected: Expectation,
): readonly Mismatch[] {
  const { router, parents } = journey;
  const found: Mismatch[] = [];
  const differ = (member: keyof Expectation, is: string, wanted: string): void => {
    found.push({ member, says: `${member} is ${is}, not ${wanted}` });
  };
  const { middlewares, service, redirect, status, closed, split, mirrors, path, host, headers } = expected;
  const way = [...parents, ...(router ? [router] : [])];
  if (middlewares !== undefined) {
    const names = middlewareNames(gateway, way);
    if (!isSame(names, middlewares)) differ("middlewares", listed(names), listed(middlewares));
  }
  if (service !== undefined) {
    const named = router?.service ? gateway.services.get(router.service)?.label : undefined;
    if (named !== service) differ("service", named ?? "none", service);
  }
  const member = MEMBERS_BEHIND.find((name) => expected[name] !== undefined);
  if (member === undefined) return found;
  const { end, destinations, passed } = journey.passage();
  const unknown = unknownText(end, destinations);
  if (unknown !== null) return [...found, { member, says: `${member} is not known here: ${unknown}` }];
  const ending = endText(end, destinations);
  if (redirect !== undefined) {
    const location = end.kind === "answered" ? end.location : null;
    const none = isPagesRedirect(end) ? "not known here" : "none";
    if (location !== redirect) differ("redirect", location ?? `${none}: ${ending}`, redirect);
  }
  if (status !== undefined) {
    const answered = end.kind === "answered" ? end.status : null;
    if (answered !== status)
      differ(
        "status",
        answered === null ? `the service's: ${ending}` : `${answered}: ${ending}`,
        `${status}`,
      );
  }
  if (closed !== undefined && closed !== (end.kind === "closed")) {
    const says = closed ? "the connection is not cut off" : "the connection is cut off";
    found.push({ member: "closed", says: `${says}: ${ending}` });
  }
  if (split !== undefined) {
    const notes = choicesByClient(passed).map((note) => `\n  ${note}`);
    found.push(...compareSplit(split, { destinations, passed }, ending, notes.join("")));
  }
  if (mirrors !== undefined) found.push(...compareMirrors(mirrors, passed));
  const asked = path === undefined && host === undefined ? [] : deliveries(destinations);
  if (path !== undefined) {
    const paths = asked.map(({ uri }) => (path.includes("?") ? uri : uri.replace(/\?.*$/s, "")));
    if (!isAll(paths, path)) differ("path", eachOf(paths) || `none: ${ending}`, path);
  }
  if (host !== undefined) {
    const hosts = asked.map((delivery) => delivery.host);
    if (!isAll(hosts, host)) differ("host", eachOf(hosts) || `none: ${ending}`, host);
  }
  if (headers !== undefined) found.push(...compareHeaders(headers, destinations));
  return found;
}

/** It redirects to where the page of an `errors` middleware does. */
function isPagesRedirect(end: Passage["end"]): boolean {
  return end.kind === "answered" && end.status >= 300 && end.status < 400 && end.location === null;
}

function isAll(texts: readonly string[], wanted: string): boolean {
  return texts.length > 0 && texts.every((text) => text === wanted);
}

/** What different servers get. */
function eachOf(texts: readonly string[]): string {
  return [...new Set(texts)].join(" or ");
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name, index) => name === others[index]);
}

function listed(names: readonly string[]): string {
  return `[${names.join(", ")}]`;
}

/** Why it is not known what becomes of all requests; null: it is. */
function unknownText(end: Passage["end"], destinations: readonly Destination[]): string | null {
  if (end.kind === "unknown") return end.says;
  const lost = destinations.filter(({ unknown, probability }) => unknown !== null && probability > 0);
  const reasons = new Set(lost.map(({ unknown, service }) => `behind ${service.label}, ${unknown}`));
  const [first] = reasons;
  if (first === undefined) return null;
  return reasons.size === 1 ? first : `${first}; so for ${reasons.size - 1} more`;
}

function endText(end: Passage["end"], destinations: readonly Destination[]): string {
  if (end.kind !== "service") return end.says;
  const own = answering(destinations).flatMap(({ answer, probability }) =>
    answer ? [`${percent(probability)} are answered with ${answer.status}: ${answer.says}`] : [],
  );
  return ["the request goes to the service", ...own].join("; ");
}

/** Every service named must get its part; where none is in percent, nobody else may get any. */
function compareSplit(
  split: ReadonlyMap<string, Part>,
  { destinations, passed }: Behind,
  ending: string,
  notes: string,
): readonly Mismatch[] {
  const all = answering(destinations);
  if (all.length === 0) return [{ member: "split", says: `there is nothing to split: ${ending}` }];
  const parts = [...wantedParts(split)].map(([name, wanted]) => ({
    name,
    wanted,
    is: partThrough(passed, name, "answers"),
  }));
  if (parts.every(({ wanted, is }) => Math.abs(wanted - is) < 1e-9)) return [];
  const real = all.map(
    ({ service, answer, probability }) =>
      `${answer ? `${answer.status} by ` : ""}${service.label} ${percent(probability)}`,
  );
  const wanted = parts.map((part) => `${part.name} ${percent(part.wanted)}`);
  return [{ member: "split", says: `split is ${real.join(", ")}, not ${wanted.join(", ")}${notes}` }];
}

function compareMirrors(
  mirrors: ReadonlyMap<string, number>,
  passed: readonly Passed[],
): readonly Mismatch[] {
  return [...mirrors].flatMap(([name, wanted]) => {
    const is = partThrough(passed, name, "copies");
    if (Math.abs(is - wanted / 100) < 1e-9) return [];
    return [
      {
        member: "mirrors" as const,
        says: `${name} gets copies of ${percent(is)}, not of ${percent(wanted / 100)}`,
      },
    ];
  });
}

/** Of all services that get requests, each must get it. Values are not told: they may be secrets. */
function compareHeaders(
  headers: ReadonlyMap<string, string | null>,
  destinations: readonly Destination[],
): readonly Mismatch[] {
  const all = answering(destinations).flatMap(({ sent }) => sent ?? []);
  const sentTo = all.length === 0 ? [null] : all;
  return [...headers].flatMap(([name, wanted]) => {
    const values = sentTo.map((sent) => sent?.headers.get(canonicalHeaderKey(name)));
    const isWanted = (one: readonly string[] | undefined): boolean =>
      wanted === null ? one === undefined : (one?.includes(wanted) ?? false);
    if (values.every(isWanted)) return [];
    const is = values.some((one) => !isWanted(one) && one === undefined)
      ? "is not sent to the service"
      : wanted === null
        ? "is sent to the service"
        : "has another value at the service";
    return [{ member: "headers" as const, says: `header ${name} ${is}` }];
  });
}

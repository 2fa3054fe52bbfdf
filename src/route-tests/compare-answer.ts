import { middlewareNames } from "../explain/explanation.ts";
import { choicesByClient } from "../explain/notes.ts";
import { percent } from "../percent.ts";
import { canonicalHeaderKey } from "../traefik/go/header.ts";
import type { Gateway } from "../traefik/model/gateway.ts";
import { deliveries } from "../traefik/routes/deliveries.ts";
import { answering, type Destination } from "../traefik/routes/destinations.ts";
import type { Journey, Passage } from "../traefik/routes/journey.ts";
import { wantedParts, type Expectation, type Part } from "./route-test.ts";
import type { Mismatch } from "./run-tests.ts";

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
  const behind = redirect ?? status ?? closed ?? split ?? mirrors ?? path ?? host ?? headers;
  if (behind === undefined) return found;
  const { end, destinations } = journey.passage();
  const ending = endText(end, destinations);
  if (redirect !== undefined) {
    const location = end.kind === "answered" ? end.location : null;
    if (location !== redirect) differ("redirect", location ?? `none: ${ending}`, redirect);
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
    const notes = choicesByClient(destinations).map((note) => `\n  ${note}`);
    found.push(...compareSplit(split, destinations, ending, notes.join("")));
  }
  if (mirrors !== undefined) found.push(...compareMirrors(mirrors, destinations));
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
  destinations: readonly Destination[],
  ending: string,
  notes: string,
): readonly Mismatch[] {
  const all = answering(destinations);
  if (all.length === 0) return [{ member: "split", says: `there is nothing to split: ${ending}` }];
  const parts = [...wantedParts(split)].map(([name, wanted]) => ({
    name,
    wanted,
    is: partOf(name, all),
  }));
  if (parts.every(({ wanted, is }) => Math.abs(wanted - is) < 1e-9)) return [];
  const real = all.map(
    ({ service, answer, probability }) =>
      `${answer ? `${answer.status} by ` : ""}${service.label} ${percent(probability)}`,
  );
  const wanted = parts.map((part) => `${part.name} ${percent(part.wanted)}`);
  return [{ member: "split", says: `split is ${real.join(", ")}, not ${wanted.join(", ")}${notes}` }];
}

/** What passes a service on the way, and is not answered by Traefik itself. */
function partOf(name: string, destinations: readonly Destination[]): number {
  return destinations
    .filter(({ via, answer }) => answer === null && via.some(({ label }) => label === name))
    .reduce((sum, { probability }) => sum + probability, 0);
}

function compareMirrors(
  mirrors: ReadonlyMap<string, number>,
  destinations: readonly Destination[],
): readonly Mismatch[] {
  const copies = destinations.filter(({ role }) => role === "copies");
  return [...mirrors].flatMap(([name, wanted]) => {
    const is = partOf(name, copies);
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

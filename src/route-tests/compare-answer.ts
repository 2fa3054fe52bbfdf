import { middlewareNames } from "../explain/explanation.ts";
import { choicesByClient } from "../explain/notes.ts";
import { percent } from "../percent.ts";
import { canonicalHeaderKey } from "../traefik/go/header.ts";
import { leavesOf, type Leaf } from "../traefik/model/leaves.ts";
import type { Gateway } from "../traefik/model/gateway.ts";
import { deliveries, type Delivery } from "../traefik/routes/deliveries.ts";
import type { End, Journey, Sent } from "../traefik/routes/journey.ts";
import type { Expectation } from "./route-test.ts";
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
  const { end } = journey.passage();
  const ending = endText(end);
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
  const sent = end.kind === "service" ? end.sent : null;
  const leaves = end.kind === "service" ? leavesOf(gateway, end.service, sent?.client) : [];
  if (split !== undefined) {
    const notes = choicesByClient(gateway, end).map((note) => `\n  ${note}`);
    found.push(...compareSplit(split, leaves, ending, notes.join("")));
  }
  if (mirrors !== undefined) found.push(...compareMirrors(mirrors, leaves));
  const asked = path === undefined && host === undefined ? [] : deliveriesAt(gateway, end);
  if (path !== undefined) {
    const paths = asked.map(({ uri }) => (path.includes("?") ? uri : uri.replace(/\?.*$/s, "")));
    if (!isAll(paths, path)) differ("path", eachOf(paths) || `none: ${ending}`, path);
  }
  if (host !== undefined) {
    const hosts = asked.map((delivery) => delivery.host);
    if (!isAll(hosts, host)) differ("host", eachOf(hosts) || `none: ${ending}`, host);
  }
  if (headers !== undefined) found.push(...compareHeaders(headers, sent));
  return found;
}

function deliveriesAt(gateway: Gateway, end: End): readonly Delivery[] {
  return end.kind === "service" && end.sent ? deliveries(gateway, end.service, end.sent) : [];
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

function endText(end: End): string {
  return end.kind === "service" ? "the request goes to the service" : end.says;
}

/** Every service named must get its part of all that is named together, and nobody else may get any. */
function compareSplit(
  split: ReadonlyMap<string, number>,
  leaves: readonly Leaf[],
  ending: string,
  notes: string,
): readonly Mismatch[] {
  if (leaves.length === 0) return [{ member: "split", says: `there is nothing to split: ${ending}` }];
  const total = [...split.values()].reduce((sum, weight) => sum + weight, 0);
  const parts = [...split].map(([name, weight]) => ({
    name,
    wanted: weight / total,
    is: partOf(name, leaves),
  }));
  if (parts.every(({ wanted, is }) => Math.abs(wanted - is) < 1e-9)) return [];
  const answering = leaves.filter(({ role, probability }) => role === "answers" && probability > 0);
  const real = answering.map(({ service, probability }) => `${service.label} ${percent(probability)}`);
  const wanted = parts.map((part) => `${part.name} ${percent(part.wanted)}`);
  return [{ member: "split", says: `split is ${real.join(", ")}, not ${wanted.join(", ")}${notes}` }];
}

/** What passes a service on the way. */
function partOf(name: string, leaves: readonly Leaf[]): number {
  return leaves
    .filter(({ role, via }) => role === "answers" && via.some(({ label }) => label === name))
    .reduce((sum, { probability }) => sum + probability, 0);
}

function compareMirrors(mirrors: ReadonlyMap<string, number>, leaves: readonly Leaf[]): readonly Mismatch[] {
  const copies = leaves.filter(({ role }) => role === "copies");
  return [...mirrors].flatMap(([name, wanted]) => {
    const is = copies
      .filter(({ via }) => via.some(({ label }) => label === name))
      .reduce((sum, { probability }) => sum + probability, 0);
    if (Math.abs(is - wanted / 100) < 1e-9) return [];
    return [
      {
        member: "mirrors" as const,
        says: `${name} gets copies of ${percent(is)}, not of ${percent(wanted / 100)}`,
      },
    ];
  });
}

/** Values are not told: they may be secrets. */
function compareHeaders(headers: ReadonlyMap<string, string | null>, sent: Sent | null): readonly Mismatch[] {
  return [...headers].flatMap(([name, wanted]) => {
    const values = sent?.headers.get(canonicalHeaderKey(name));
    if (wanted === null ? values === undefined : values?.includes(wanted)) return [];
    const is =
      values === undefined
        ? "is not sent to the service"
        : wanted === null
          ? "is sent to the service"
          : "has another value at the service";
    return [{ member: "headers" as const, says: `header ${name} ${is}` }];
  });
}

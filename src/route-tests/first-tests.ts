import { concealedText } from "../conceal.ts";
import { arrivalOf, type Question } from "../explain/question.ts";
import { entryPointOf } from "../explain/entry-point-of.ts";
import { middlewareNames } from "../explain/explanation.ts";
import { isByClient } from "../traefik/model/shares.ts";
import type { Router } from "../traefik/model/gateway.ts";
import { answering } from "../traefik/routes/destinations.ts";
import { follow } from "../traefik/routes/follow.ts";
import type { Journey } from "../traefik/routes/journey.ts";
import type { Rule } from "../traefik/rules/rule.ts";
import type { Route } from "../traefik/routes/route.ts";
import type { EntryPointTable, RoutingTable } from "../traefik/routes/routing-table.ts";
import { sampleRequests, type Sample } from "./sample-requests.ts";
import { jsonText } from "../printable.ts";

/** A host that no rule names, for rules that name none. */
const ANY_HOST = "any.example.com";

/**
 * A first file of tests: one for every router that a request could be found for. They all pass.
 *
 * @returns null: there is no router to test
 */
export function firstTests(table: RoutingTable): string | null {
  const tests: string[] = [];
  const tested = new Set<Router>();
  for (const point of table.entryPoints.values()) {
    for (const reached of routesOf(point)) {
      const { router } = reached;
      // what Traefik makes for itself needs no test, but for what redirects
      const isOwn = router.source === null && router.service !== "http.services.noop@internal";
      if (isOwn || tested.has(router)) continue;
      tested.add(router);
      const found = requestFor(table, point, reached);
      tests.push(
        found
          ? describe(table, point, found)
          : `  # no request was found that router ${router.label} surely gets: ${oneLine(concealedText(router.rule))}\n`,
      );
    }
  }
  if (tests.length === 0) return null;
  return `# Which request goes where: gateway-hook-configsync test\ntests:\n${tests.join("\n")}`;
}

interface Reached {
  readonly router: Router;
  /** that of each router on the way to it, its own last */
  readonly rules: readonly Rule[];
  /** it is reached over TLS; a router below a parent does not say so itself */
  readonly isTls: boolean;
}

function routesOf(point: EntryPointTable): readonly Reached[] {
  const reached: Reached[] = [];
  const seen = new Set<Router>();
  const visit = <Request>(
    routes: readonly Route<Request>[],
    isTls: boolean,
    above: readonly Rule[] = [],
  ): void => {
    for (const { router, test, children } of routes) {
      // the first way counts; there may be more than anybody can count
      if (seen.has(router)) continue;
      seen.add(router);
      const rules = [...above, test().rule];
      if (children.length === 0) reached.push({ router, rules, isTls });
      visit(children, isTls, rules);
    }
  };
  visit(point.http.routes, false);
  visit(point.https.routes, true);
  visit(point.tcp, false);
  visit(point.tcpTls, true);
  return reached;
}

interface Found {
  readonly question: Question;
  readonly journey: Journey;
}

function requestFor(
  table: RoutingTable,
  { name: entryPoint, facts }: EntryPointTable,
  { router, rules, isTls }: Reached,
): Found | null {
  for (const sample of sampleRequests(rules)) {
    const question = { ...questionOf(router, isTls, sample, facts.port), entryPoint };
    const asked = arrivalOf(question, table);
    if (!asked.ok) continue;
    const journey = follow(table, asked.arrival);
    if (journey.router === router && journey.ties.length === 0) return { question, journey };
  }
  return null;
}

function questionOf({ protocol }: Router, isTls: boolean, sample: Sample, port: number | null): Question {
  const { method = "GET", host = ANY_HOST, path = "/", query, headers = {}, from, alpn } = sample;
  const address = `${host}:${port ?? (isTls ? 443 : 80)}`;
  const url =
    protocol === "tcp"
      ? `${isTls ? "tls" : "tcp"}://${address}`
      : `${isTls ? "https" : "http"}://${host}${encodeURI(path)}${query === undefined ? "" : `?${query}`}`;
  return {
    method,
    url,
    headers: Object.entries(headers),
    from,
    ...(alpn === undefined ? {} : { alpn: [alpn] }),
  };
}

function describe(table: RoutingTable, point: EntryPointTable, { question, journey }: Found): string {
  const { method, url, headers = [], from, alpn } = question;
  const [, scheme = ""] = /^(\w+):/.exec(url) ?? [];
  const isStream = scheme === "tcp" || scheme === "tls";
  const port = isStream ? point.facts.port : null;
  const lines = [`request: ${blockScalar(isStream ? url : `${method} ${url}`)}`];
  if (entryPointOf(table, scheme, port) !== point.name) lines.push(`entryPoint: ${scalar(point.name)}`);
  if (headers.length > 0)
    lines.push(
      `headers: {${headers.map(([name, value]) => `${scalar(name)}: ${scalar(value)}`).join(", ")}}`,
    );
  if (from !== undefined) lines.push(`from: ${scalar(from)}`);
  if (alpn !== undefined) lines.push(`alpn: [${alpn.map(scalar).join(", ")}]`);
  lines.push("expect:", ...expectation(table, journey).map((line) => `  ${line}`));
  return lines.map((line, at) => `${at === 0 ? "  - " : "    "}${line}\n`).join("");
}

function expectation({ gateway }: RoutingTable, { router, parents, passage }: Journey): string[] {
  const { end, destinations } = passage();
  const lines = [`router: ${scalar(router?.label ?? "")}`];
  const names = middlewareNames(gateway, [...parents, ...(router ? [router] : [])]);
  if (names.length > 0) lines.push(`middlewares: [${names.map(scalar).join(", ")}]`);
  if (end.kind === "answered" && end.location !== null)
    return [...lines, `redirect: ${scalar(end.location)}`];
  if (end.kind === "answered") return [...lines, `status: ${end.status}`];
  if (end.kind === "closed") return [...lines, "closed: true"];
  if (end.kind === "unknown") return lines;
  const service = gateway.services.get(end.service);
  lines.push(`service: ${scalar(service?.label ?? end.service)}`);
  const children = (service?.children ?? []).filter(({ role, weight }) => role === "share" && weight > 0);
  const named = new Set(children.map((child) => child.service));
  // the client's address decides, and a test would tell of one client alone
  const isSplit = service !== undefined && !isByClient(service);
  const answers =
    isSplit && answering(destinations).every(({ answer, unknown }) => (answer ?? unknown) === null);
  if (children.length > 1 && named.size === children.length && answers) {
    const weights = children.map(
      (child) => `${scalar(gateway.services.get(child.service)?.label ?? "")}: ${child.weight}`,
    );
    lines.push(`split: {${weights.join(", ")}}`);
  }
  return lines;
}

/** A text as YAML takes it in a list or a map between braces, without quotes where none are needed. */
function scalar(text: string): string {
  return /[?&%*+~]/.test(text) ? jsonText(text) : blockScalar(text);
}

/** The same where it stands alone behind its name. */
function blockScalar(text: string): string {
  const isPlain =
    /^[A-Za-z/][A-Za-z0-9_./@=?&%~:*;+ -]*$/.test(text) &&
    !/: |:$| #| $|^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : jsonText(text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

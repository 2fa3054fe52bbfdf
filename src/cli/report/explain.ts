import { concealedText } from "../../conceal.ts";
import { keyOf } from "../../traefik/load/configuration.ts";
import { choiceByTime, choicesByClient } from "../../explain/notes.ts";
import type { Question } from "../../explain/question.ts";
import { serverShares } from "../../traefik/model/shares.ts";
import type { Router, Server, Service } from "../../traefik/model/gateway.ts";
import { deliver } from "../../traefik/routes/deliveries.ts";
import type { Destination } from "../../traefik/routes/destinations.ts";
import type { Journey, OwnAnswer, Passage, Sent, Step } from "../../traefik/routes/journey.ts";
import { unservedText } from "../../traefik/routes/service-ways.ts";
import type { Candidate } from "../../traefik/routes/route.ts";
import { shownAddress } from "../../traefik/model/shown-address.ts";
import { outranked } from "../../traefik/routes/outranked.ts";
import type { RoutingTable } from "../../traefik/routes/routing-table.ts";
import { arrivalOf } from "../../explain/question.ts";
import { painter, type Paint } from "../colour.ts";
import { percent } from "../../percent.ts";
import { printable } from "../../printable.ts";

/** So many routers that came before the winner are shown; the rest is counted. */
const SHOWN = 25;
/** Where more ends than that, JSON tells of all. */
const SHOWN_LEAVES = 100;
/** Of more middlewares the first ones and the last ones are shown. */
const SHOWN_STEPS = { first: 80, last: 20 };

/** For people: what arrives where, the routers in their order, what happens on the way, where it ends. */
export function explainReport(
  table: RoutingTable,
  question: Question,
  journey: Journey,
  colour: boolean,
): string {
  const paint = painter(colour);
  const passage = journey.passage();
  const { steps } = passage;
  const sections = [
    [
      paint("bold", `${printable(question.method)} ${printable(question.url)}`),
      arrival(table, question, journey),
      ...(journey.assumed === null ? [] : [`${paint("yellow", "!")} ${printable(journey.assumed)}`]),
    ],
    [paint("bold", "routers, in the order tried"), ...routers(table, question, journey, paint)],
    ...(steps.length === 0 ? [] : [[paint("bold", "what it passes"), ...describeSteps(steps, paint)]]),
    [paint("bold", "where it ends"), ...describeEnd(table, passage, paint)],
  ];
  return sections.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function arrival(
  table: RoutingTable,
  { from = "127.0.0.1", url }: Question,
  { entryPoint }: Journey,
): string {
  const address = table.entryPoints.get(entryPoint)?.facts.address ?? "";
  const tls = /^(?:https|tls):/i.test(url) ? ", TLS" : "";
  return `from ${printable(from)}, at entry point ${printable(entryPoint)} (${printable(address)}${tls})`;
}

function routers(table: RoutingTable, question: Question, journey: Journey, paint: Paint): string[] {
  const { router, ties } = journey;
  const tried = journey.tried();
  const chance = journey.chance === null ? [] : [`  ${paint("yellow", "!")} ${journey.chance}`];
  if (tried.length === 0) return [...chance, `  ${paint("dim", "none")}`];
  const shown = tried.slice(-SHOWN);
  const width = Math.max(...shown.map((candidate) => candidate.router.label.length));
  const asked = arrivalOf(question, table);
  const all = router && asked.ok ? outranked(table, asked.arrival, router) : [];
  const later = all.filter((other) => !ties.includes(other));
  return [
    ...chance,
    ...(shown.length < tried.length
      ? [`  ${paint("dim", `… ${tried.length - shown.length} before these`)}`]
      : []),
    ...shown.map((candidate) => describeCandidate(candidate, width, paint)),
    ...(ties.length === 0
      ? []
      : [
          `  ${paint("yellow", "!")} ${names(ties)} ${ties.length === 1 ? "has" : "have"} the same priority and ${ties.length === 1 ? "matches" : "match"} too: it is chance which one Traefik takes`,
        ]),
    ...(later.length === 0
      ? []
      : [
          `  ${paint("dim", `outranked: ${later.map(({ label, priority }) => `${printable(label)} (${priority})`).join(", ")}`)}`,
        ]),
  ];
}

function describeCandidate({ router, matched, failed }: Candidate, width: number, paint: Paint): string {
  const mark = matched ? paint("green", "✓") : paint("red", "✗");
  const name = printable(router.label).padEnd(width);
  const start = failed?.start ?? router.rule.length;
  const end = failed?.end ?? router.rule.length;
  const shown = (from: number, to?: number) => printable(concealedText(router.rule.slice(from, to)));
  const part = paint("red", shown(start, end));
  const rule = failed ? `${paint("dim", shown(0, start))}${part}${paint("dim", shown(end))}` : shown(0);
  const why = failed
    ? `\n    ${" ".repeat(width)}  ${paint("red", `${shown(start, end)} does not hold`)}`
    : "";
  return `  ${mark} ${matched ? paint("bold", name) : name}  ${paint("dim", String(router.priority).padStart(5))}  ${rule}${place(router, paint)}${why}`;
}

function place({ source }: Router, paint: Paint): string {
  if (source === null) return "";
  const { line } = source.document.range(keyOf(source));
  return `  ${paint("dim", `${printable(source.document.file)}:${line}`)}`;
}

function describeSteps(steps: readonly Step[], paint: Paint): string[] {
  const { first, last } = SHOWN_STEPS;
  const skipped = Math.max(0, steps.length - first - last);
  const labels = steps.map(({ middleware }) => printable(middleware.label));
  const width = labels.reduce((most, { length }) => Math.max(most, length), 0);
  const lines = steps.map(({ chain, effect }, at) => {
    const within = chain === null ? "" : paint("dim", ` (of ${printable(chain.label)})`);
    return `  ${at + 1} ${(labels[at] ?? "").padEnd(width)}  ${printable(concealedText(effect.says))}${within}`;
  });
  return skipped === 0 ? lines : lines.toSpliced(first, skipped, `  ${paint("dim", `… ${skipped} more`)}`);
}

function describeEnd({ gateway }: RoutingTable, passage: Passage, paint: Paint): string[] {
  const { end, destinations, passed } = passage;
  if (end.kind === "closed") return [`  ${paint("red", "cut off")}: ${printable(concealedText(end.says))}`];
  if (end.kind === "unknown") return [`  ${paint("yellow", "not known here")}: ${printable(end.says)}`];
  const sent = commonOf(destinations);
  const [only] = destinations;
  const isItself = destinations.length === 1 && end.kind === "service" && only?.service.key === end.service;
  const told = destinations.slice(0, SHOWN_LEAVES);
  const leaves = told.flatMap((one) => describeLeaf(one, sent, isItself, paint));
  const rest = destinations.slice(told.length);
  if (rest.length > 0)
    leaves.push(`  ${paint("dim", `… ${rest.length} more, of which --format json tells`)}`);
  if (end.kind === "answered") return [...describeAnswer(end, paint).map((line) => `  ${line}`), ...leaves];
  const label = gateway.services.get(end.service)?.label ?? end.service;
  const as = sent === null ? "" : `  ${paint("dim", asText(sent))}`;
  const byTime = choiceByTime(destinations);
  return [
    `  service ${paint("bold", printable(label))}${as}`,
    ...leaves,
    ...[...choicesByClient(passed), ...(byTime === null ? [] : [byTime])].map(
      (note) => `  ${paint("yellow", "!")} ${printable(note)}`,
    ),
  ];
}

/** What all are sent; null: nothing, or not all the same. */
function commonOf(destinations: readonly Destination[]): Sent | null {
  const all = destinations.flatMap(({ sent }) => sent ?? []);
  const [first = null] = all;
  return all.every((sent) => sent.host === first?.host && sent.uri === first.uri) ? first : null;
}

function asText({ host, uri }: Pick<Sent, "host" | "uri">): string {
  return `as ${printable(host)}${printable(uri)}`;
}

function describeAnswer({ status, location, says }: OwnAnswer, paint: Paint): string[] {
  const where = location === null ? "" : ` → ${printable(concealedText(location))}`;
  return [paint("yellow", `the gateway answers ${status}${where}`), printable(concealedText(says))];
}

/**
 * @param common what is said of all of them already
 * @param isItself it is the service that they have been told to go to, and gets all
 */
function describeLeaf(leaf: Destination, common: Sent | null, isItself: boolean, paint: Paint): string[] {
  const { service, probability, role, client, sent, answer, unknown } = leaf;
  const steps = leaf.steps ?? [];
  const asked = (answer ?? unknown) === null ? serverShares(service, client) : [];
  const servers = asked.map((server) => {
    const most = percent(probability * (server.share ?? 1));
    const text = `${(server.share === null ? `≤ ${most}` : most).padStart(7)}  ${printable(concealedText(shownAddress(server.address)))}`;
    return paint("dim", `${text}${sent ? ownWay(service, server, sent) : ""}`);
  });
  // of an empty service the remark tells, and a middleware that answers has said why
  const isPlain = leaf.isUnserved && answer?.says === unservedText(service.label);
  const isTold = steps.some(({ effect }) => answer?.says.endsWith(effect.says));
  const told = [
    ...(steps.length === 0 ? [] : describeSteps(steps, paint).map((line) => line.trimStart())),
    ...(leaf.steps === null
      ? [paint("dim", "what it passes differs by ways, which are too many to tell")]
      : []),
    ...(answer === null || isPlain ? [] : describeAnswer(answer, paint).slice(0, isTold ? 1 : 2)),
    ...servers,
    ...(answer === null || isPlain ? remark(leaf, paint) : []),
  ].map((line) => `      ${line}`);
  if (isItself) return told;
  const what = { answers: "", copies: " copies", fallback: " when the main service cannot" }[role];
  const as = sent === null || common !== null ? "" : `  ${paint("dim", asText(sent))}`;
  return [`  ${percent(probability).padStart(7)}${what}  ${printable(service.label)}${as}`, ...told];
}

/** What a server gets, where that is not what its service is sent. */
function ownWay(service: Service, server: Server, sent: Sent): string {
  const { host, uri } = deliver(service, server, sent);
  return host === sent.host && uri === sent.uri ? "" : `  ${asText({ host, uri })}`;
}

function remark({ service: { origin }, isUnserved, unknown }: Destination, paint: Paint): string[] {
  if (unknown !== null) return [`${paint("yellow", "not known here")}: ${printable(unknown)}`];
  if (origin === "elsewhere") return [paint("dim", "another provider's: its servers are not known here")];
  if (origin === "internal") return [paint("dim", "Traefik's own")];
  if (origin === "nowhere") return [paint("red", "does not exist")];
  return isUnserved ? [paint("red", "no server: Traefik answers 503")] : [];
}

function names(routers: readonly Router[]): string {
  return routers.map(({ label }) => printable(label)).join(", ");
}

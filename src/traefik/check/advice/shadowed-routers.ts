import type { Integer } from "../../go/result.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { ruleSyntaxOf, type RuleFamily } from "../../rules/matcher-names.ts";
import { parseRule } from "../../rules/parse-rule.ts";
import type { Rule } from "../../rules/rule.ts";
import type { Bench } from "../bench.ts";
import { defaultEntryPoints, entryPointsOf } from "../entry-points.ts";
import { placeOf } from "../fault.ts";
import type { HttpRouter } from "../http/router.ts";
import { describe } from "../names.ts";
import { byteLength } from "../../go/utf8.ts";
import { integerOf, structOf, textOf, textsOf } from "../values.ts";

/** A router that serves, as far as it competes with others for the same requests. */
interface Contender {
  readonly source: LoadedObject;
  /** where it competes: an entry point with or without TLS, a parent */
  readonly arenas: readonly string[];
  readonly meaning: string;
  readonly priority: Integer;
}

/**
 * Routers with the same rule in the same place: the one of greater priority gets every request, the other none;
 * of equal ones chance decides at every load. UDP has no rules: one router per entry point serves.
 */
export function adviseShadowed(bench: Bench, routers: ReadonlyMap<string, HttpRouter>): void {
  const contenders = [...httpContenders(routers), ...tcpContenders(bench)];
  for (const rivals of groupBy(contenders, ({ meaning }) => meaning).values()) {
    for (const loser of rivals) {
      const won = loser.arenas.map((arena) => strongest(rivals, loser, arena));
      const [winner] = won;
      if (!winner || won.includes(undefined)) continue;
      const equal = winner.priority === loser.priority;
      // of two equal ones one diagnostic is enough
      if (equal && rivals.indexOf(loser) < rivals.indexOf(winner)) continue;
      report(bench, loser, winner, equal);
    }
  }
  adviseUdp(bench);
}

function report({ ledger }: Bench, loser: Contender, winner: Contender, equal: boolean): void {
  const { source } = loser;
  const { document, key } = winner.source;
  const where = `${describe(winner.source)} (${document.file}:${document.range(key).line})`;
  ledger.remark(equal ? "ambiguous-routers" : "shadowed-router", {
    place: placeOf(source, [source.value, "rule"]),
    object: source,
    message: equal
      ? `${describe(source)} has the same rule and priority as ${where}: chance decides which of them serves`
      : `${describe(source)} never gets a request: ${where} has the same rule and a greater priority`,
    hint: equal
      ? "give them different priorities, or different rules"
      : "remove one of them, or tell their rules apart",
  });
}

/** The rival that outdoes a router in one place. */
function strongest(rivals: readonly Contender[], loser: Contender, arena: string): Contender | undefined {
  let best: Contender | undefined;
  for (const rival of rivals) {
    if (rival.source === loser.source || !rival.arenas.includes(arena)) continue;
    if (rival.priority >= loser.priority && (!best || rival.priority > best.priority)) best = rival;
  }
  return best;
}

function* httpContenders(routers: ReadonlyMap<string, HttpRouter>): Generator<Contender> {
  for (const { source, status, rule, ruleSyntax, priority, entryPoints, parents, tls } of routers.values()) {
    if (!source || status === "disabled") continue;
    const meaning = meaningOf("http", rule, ruleSyntax);
    if (meaning === null) continue;
    const arenas = parents
      ? parents.map(({ name }) => `parent ${name}`)
      : entryPoints.map((point) => `${tls ? "https" : "http"} ${point}`);
    yield { source, arenas, meaning, priority: priority || byteLength(rule) };
  }
}

function* tcpContenders({ subjects, facts }: Bench): Generator<Contender> {
  for (const { source, status } of subjects["tcp.routers"].values()) {
    if (!source || status === "disabled") continue;
    const { value } = source;
    const rule = textOf(value, "rule");
    const meaning = meaningOf("tcp", rule, textOf(value, "ruleSyntax") || facts.defaultRuleSyntax);
    if (meaning === null) continue;
    const named = textsOf(value, "entryPoints");
    const arena = structOf(value, "tls") ? "tcps" : "tcp";
    const arenas = (named.length > 0 ? named : defaultEntryPoints(facts)).map((point) => `${arena} ${point}`);
    yield { source, arenas, meaning, priority: integerOf(value, "priority") || byteLength(rule) };
  }
}

/** A rule without its spelling: equal texts match the same requests. */
function meaningOf(family: RuleFamily, text: string, ruleSyntax: string): string | null {
  const syntax = ruleSyntaxOf(ruleSyntax);
  const parsed = parseRule(text, family, syntax);
  return parsed.ok ? `${family} ${syntax} ${JSON.stringify(shapeOf(parsed.rule))}` : null;
}

type Shape = readonly (string | boolean | Shape)[];

function shapeOf(rule: Rule): Shape {
  if (rule.kind !== "matcher") return [rule.kind, ...rule.operands.map(shapeOf)];
  const isHost = rule.name === "Host" || rule.name === "HostSNI";
  const values = rule.args.map(({ value }) => (isHost ? value.toLowerCase() : value));
  return [rule.name, rule.negated, ...values];
}

function adviseUdp({ subjects, facts, ledger }: Bench): void {
  const existing = entryPointsOf(facts, "udp");
  const serving = [...subjects["udp.routers"].values()].filter(({ status }) => status !== "disabled");
  const greatestFirst = serving.toSorted((a, b) => (a.name > b.name ? -1 : 1));
  for (const { source } of greatestFirst) {
    if (!source) continue;
    const points = pointsOf(source, existing);
    const winners = points.map((point) =>
      greatestFirst.find((other) => other.source && pointsOf(other.source, existing).includes(point)),
    );
    const winner = winners.find((other) => other?.source !== source);
    if (!winner?.source || winners.some((other) => other?.source === source)) continue;
    ledger.remark("shadowed-router", {
      place: { document: source.document, span: source.key },
      object: source,
      message: `${describe(source)} never gets a packet: an entry point serves one UDP router, and takes ${describe(winner.source)}, whose name is the greater`,
      hint: "give it an entry point of its own",
    });
  }
}

function pointsOf({ value }: LoadedObject, existing: readonly string[]): readonly string[] {
  const named = textsOf(value, "entryPoints");
  return named.length > 0 ? named.filter((name) => existing.includes(name)) : existing;
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

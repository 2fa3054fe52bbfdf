import type { Integer } from "../../go/result.ts";
import { keyOf, type LoadedObject } from "../../load/configuration.ts";
import { ruleSyntaxOf, type RuleFamily } from "../../rules/matcher-names.ts";
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
  /** counted through all contenders of its kind */
  readonly index: number;
}

/**
 * Routers with the same rule in the same place: the one of greater priority gets every request, the other none;
 * of equal ones chance decides at every load. UDP has no rules: one router per entry point serves.
 */
export function adviseShadowed(bench: Bench, routers: ReadonlyMap<string, HttpRouter>): void {
  const contenders = [
    ...rivalsAmong(bench, () => httpServing(routers)),
    ...rivalsAmong(bench, () => tcpServing(bench)),
  ];
  const leaders = leadersOf(contenders);
  for (const loser of contenders) {
    const winners = loser.arenas.map((arena) => {
      const [first, second] = leaders.get(placeKey(loser, arena)) ?? [];
      return first?.source === loser.source ? second : first;
    });
    const [winner] = winners;
    if (!winner || winners.some((rival) => !rival || rival.priority < loser.priority)) continue;
    const equal = winner.priority === loser.priority;
    // of two equal ones one diagnostic is enough
    if (equal && loser.index < winner.index) continue;
    report(bench, loser, winner, equal);
  }
  adviseUdp(bench);
}

/** A router that serves. */
interface Serving {
  readonly family: RuleFamily;
  readonly rule: string;
  readonly ruleSyntax: string;
  readonly contend: (meaning: string, index: number) => Contender;
}

/**
 * Those whose rule another has. Of most rules there is but one, so the routers are gone through twice: all contenders at
 * once would take a part of the memory.
 */
function rivalsAmong(bench: Bench, serving: () => Iterable<Serving>): Contender[] {
  const meanings: (string | null)[] = [];
  const seen = new Map<string, boolean>();
  for (const { family, rule, ruleSyntax } of serving()) {
    const meaning = meaningOf(bench, family, rule, ruleSyntax);
    meanings.push(meaning);
    if (meaning !== null) seen.set(meaning, seen.has(meaning));
  }
  const rivals: Contender[] = [];
  let index = 0;
  for (const { contend } of serving()) {
    const meaning = meanings[index] ?? null;
    if (meaning !== null && seen.get(meaning)) rivals.push(contend(meaning, index));
    index++;
  }
  return rivals;
}

/** For each rule in each place the two strongest, the first written first. */
function leadersOf(contenders: readonly Contender[]): Map<string, readonly Contender[]> {
  const leaders = new Map<string, readonly Contender[]>();
  for (const contender of contenders) {
    for (const arena of contender.arenas) {
      const key = placeKey(contender, arena);
      const [first, second] = leaders.get(key) ?? [];
      if (!first || contender.priority > first.priority)
        leaders.set(key, first ? [contender, first] : [contender]);
      else if (first.source !== contender.source && (!second || contender.priority > second.priority))
        leaders.set(key, [first, contender]);
    }
  }
  return leaders;
}

function placeKey({ meaning }: Contender, arena: string): string {
  return `${arena} ${meaning}`;
}

function report({ ledger }: Bench, loser: Contender, winner: Contender, equal: boolean): void {
  const { source } = loser;
  const { document } = winner.source;
  const where = `${describe(winner.source)} (${document.file}:${document.range(keyOf(winner.source)).line})`;
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

function* httpServing(routers: ReadonlyMap<string, HttpRouter>): Generator<Serving> {
  for (const { source, status, rule, ruleSyntax, priority, entryPoints, parents, tls } of routers.values()) {
    if (!source || status === "disabled") continue;
    const contend = (meaning: string, index: number): Contender => {
      const arenas = parents
        ? parents.map(({ name }) => `parent ${name}`)
        : entryPoints.map((point) => `${tls ? "https" : "http"} ${point}`);
      return { source, arenas, meaning, priority: priority || byteLength(rule), index };
    };
    yield { family: "http", rule, ruleSyntax, contend };
  }
}

function* tcpServing({ subjects, facts }: Bench): Generator<Serving> {
  for (const { source, status } of subjects["tcp.routers"].values()) {
    if (!source || status === "disabled") continue;
    const { value } = source;
    const rule = textOf(value, "rule");
    const contend = (meaning: string, index: number): Contender => {
      const named = textsOf(value, "entryPoints");
      const arena = structOf(value, "tls") ? "tcps" : "tcp";
      const points = named.length > 0 ? named : defaultEntryPoints(facts);
      const arenas = points.map((point) => `${arena} ${point}`);
      return { source, arenas, meaning, priority: integerOf(value, "priority") || byteLength(rule), index };
    };
    yield {
      family: "tcp",
      rule,
      ruleSyntax: textOf(value, "ruleSyntax") || facts.defaultRuleSyntax,
      contend,
    };
  }
}

/** A rule without its spelling: equal texts match the same requests. */
export function meaningOf(
  { readRule }: Pick<Bench, "readRule">,
  family: RuleFamily,
  text: string,
  ruleSyntax: string,
): string | null {
  const syntax = ruleSyntaxOf(ruleSyntax);
  const parsed = readRule(text, family, syntax);
  return parsed.ok ? `${family} ${syntax} ${shapeOf(parsed.rule)}` : null;
}

function shapeOf(rule: Rule): string {
  let text = "";
  if (rule.kind === "matcher") {
    const isHost = rule.name === "Host" || rule.name === "HostSNI";
    for (const { value } of rule.args) text += `${JSON.stringify(isHost ? value.toLowerCase() : value)},`;
    return `${rule.negated ? "!" : ""}${rule.name}(${text})`;
  }
  for (const operand of rule.operands) text += `${shapeOf(operand)},`;
  return `${rule.kind}(${text})`;
}

function adviseUdp({ subjects, facts, ledger }: Bench): void {
  const existing = entryPointsOf(facts, "udp");
  const serving = [...subjects["udp.routers"].values()].filter(({ status }) => status !== "disabled");
  const sources = serving
    .toSorted((a, b) => (a.name > b.name ? -1 : 1))
    .flatMap(({ source }) => (source ? [source] : []));
  const winners = new Map<string, LoadedObject>();
  for (const source of sources)
    for (const point of pointsOf(source, existing)) if (!winners.has(point)) winners.set(point, source);
  for (const source of sources) {
    const [winner, ...others] = pointsOf(source, existing).map((point) => winners.get(point));
    if (!winner || winner === source || others.includes(source)) continue;
    ledger.remark("shadowed-router", {
      place: { document: source.document, span: keyOf(source) },
      object: source,
      message: `${describe(source)} never gets a packet: an entry point serves one UDP router, and takes ${describe(winner)}, whose name is the greater`,
      hint: "give it an entry point of its own",
    });
  }
}

function pointsOf({ value }: LoadedObject, existing: readonly string[]): readonly string[] {
  const named = textsOf(value, "entryPoints");
  return named.length > 0 ? named.filter((name) => existing.includes(name)) : existing;
}

import { isAscii } from "../go/utf8.ts";
import type { Rule } from "../rules/rule.ts";

/** Finds those of many routes that a request with a host could match, so that the others need not be tried. */
export interface HostIndex<Item> {
  /** in their order; every route that matches is among them */
  readonly near: (host: string) => readonly Item[];
}

/**
 * Indexes routes by the hosts that their rules demand. Routes whose rule demands none are near every host.
 *
 * @param ruleOf the rule of a route, negations pushed down to its matchers
 */
export function indexByHost<Item>(items: readonly Item[], ruleOf: (item: Item) => Rule): HostIndex<Item> {
  const byHost = new Map<string, number[]>();
  const everywhere: number[] = [];
  for (const [at, item] of items.entries()) {
    const hosts = demandedHosts(ruleOf(item));
    if (hosts === null) everywhere.push(at);
    else {
      const [only] = hosts;
      const isPlain = hosts.length === 1 && only?.endsWith(".") === false;
      for (const key of isPlain ? hosts : new Set(hosts.flatMap(spellings))) {
        const known = byHost.get(key);
        if (known === undefined) byHost.set(key, [at]);
        else known.push(at);
      }
    }
  }
  const known = new Map<string, readonly Item[]>();
  return {
    near: (host) => {
      // letters beyond ASCII may be equal without being the same
      if (!isAscii(host)) return items;
      const before = known.get(host);
      if (before !== undefined) return before;
      const isPlain = everywhere.length === 0 && !host.endsWith(".");
      const placesOf = (key: string): readonly number[] => byHost.get(key) ?? [];
      const places = isPlain ? placesOf(host) : inOrder([...spellings(host).map(placesOf), everywhere]);
      const near = places.flatMap((at) => items[at] ?? []);
      // a hostile list of requests must not fill the memory
      if (known.size < MOST_REMEMBERED) known.set(host, near);
      return near;
    },
  };
}

const MOST_REMEMBERED = 1000;

/** Places of several lists, each in order, in one; most often only one of the lists has any. */
function inOrder(lists: readonly (readonly number[])[]): readonly number[] {
  const filled = lists.filter(({ length }) => length > 0);
  const [only = []] = filled;
  return filled.length < 2 ? only : [...new Set(filled.flat())].toSorted((a, b) => a - b);
}

/** Matchers that compare the whole host, whatever its case. */
const BY_HOST: ReadonlySet<string> = new Set(["Host", "HostHeader", "HostSNI"]);

/** The hosts of which a request must have one; null: it may have any. */
function demandedHosts(rule: Rule): readonly string[] | null {
  if (rule.kind === "and") {
    for (const operand of rule.operands) {
      const hosts = demandedHosts(operand);
      if (hosts !== null) return hosts;
    }
    return null;
  }
  if (rule.kind === "or") {
    const all = rule.operands.map(demandedHosts);
    return all.every((hosts) => hosts !== null) ? all.flat() : null;
  }
  if (rule.kind !== "matcher" || rule.negated || !BY_HOST.has(rule.name)) return null;
  const hosts = rule.args.map(({ value }) => value.toLowerCase());
  return hosts.every((host) => isAscii(host) && !host.startsWith("*")) ? hosts : null;
}

/** A last dot makes no difference. */
function spellings(host: string): readonly string[] {
  return host.endsWith(".") ? [host, host.slice(0, -1)] : [host];
}

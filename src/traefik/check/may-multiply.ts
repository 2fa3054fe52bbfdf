import type { Bench } from "./bench.ts";
import { qualify } from "./names.ts";
import { structOf, textsOf } from "./values.ts";

/** A chain of no more than this is nothing for any number of routers. */
const SHORT_CHAIN = 20;

/**
 * Whether something may be built more often than it is written: TCP and UDP services within others, and chains that
 * hold chains, or many middlewares.
 */
export function mayMultiply({ subjects }: Bench): boolean {
  const chains = new Map<string, readonly string[]>();
  for (const { name, source } of subjects["http.middlewares"].values()) {
    const chain = source && structOf(source.value, "chain");
    if (chain) chains.set(name, textsOf(chain, "middlewares"));
  }
  for (const [name, members] of chains)
    if (members.length > SHORT_CHAIN || members.some((member) => chains.has(qualify(member, name))))
      return true;
  for (const kind of ["tcp.services", "udp.services"] as const)
    for (const { source } of subjects[kind].values())
      if (source && structOf(source.value, "weighted")) return true;
  return false;
}

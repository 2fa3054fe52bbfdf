import { equalFold } from "../go/fold.ts";

/** Traefik's DomainMatchHostExpression: a `*` at the beginning stands for the first label, whatever it is. */
export function domainMatches(domain: string, expression: string): boolean {
  if (!expression.startsWith("*")) return equalFold(domain, expression);
  return equalFold(`*${domain.replace(/^[^.]*/, "")}`, expression);
}

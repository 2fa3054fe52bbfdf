import { quote } from "../../go/strconv.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { inOrder, type Bench } from "../bench.ts";
import { fault, passOn, type Fault } from "../fault.ts";
import type { Holder } from "../http/bench.ts";
import { checkIpRanges } from "../ip-ranges.ts";
import { qualify } from "../names.ts";
import { find, maybeElsewhere, unknownName, type Reference } from "../references.ts";
import { structOf, textsOf } from "../values.ts";

/** Builds the TCP middleware that a router names. Of several types in one the last of these counts alone. */
export function referToTcpMiddleware(bench: Bench, holder: Holder, reference: Reference): readonly Fault[] {
  const name = qualify(reference.name, holder.name);
  const middleware = find(bench, "tcp.middlewares", name);
  if (!middleware?.source) {
    const fault = unknownTcpMiddleware(bench, holder, reference);
    return fault ? [fault] : [];
  }
  const faults = check(middleware.source, name);
  for (const found of faults) bench.ledger.fail(middleware, found);
  return passOn(faults, holder.owner, reference.at);
}

/** The fault of naming a TCP middleware that there is not; null where there is, or may be. */
export function unknownTcpMiddleware(bench: Bench, holder: Holder, reference: Reference): Fault | null {
  const name = qualify(reference.name, holder.name);
  if (find(bench, "tcp.middlewares", name)?.source || maybeElsewhere(bench, "tcp.middlewares", name))
    return null;
  const text = `middleware ${quote(name)} does not exist`;
  return unknownName(bench, "tcp.middlewares", reference, name, holder.owner, text);
}

function check(owner: LoadedObject, name: string): readonly Fault[] {
  if (structOf(owner.value, "ipAllowList")) return checkList(owner, "ipAllowList", "IPAllowLister", "CIDRs");
  if (structOf(owner.value, "ipWhiteList"))
    return checkList(owner, "ipWhiteList", "IPWhiteLister", "CIDR whitelist");
  if (structOf(owner.value, "inFlightConn")) return [];
  return [
    fault(
      `invalid middleware ${quote(name)} configuration: invalid middleware type or middleware does not exist`,
      {
        rule: "missing-type",
        owner,
        says: "it is of no type that TCP routers know",
        hint: "types: inFlightConn, ipAllowList",
      },
    ),
  ];
}

function checkList(owner: LoadedObject, type: string, lister: string, word: string): readonly Fault[] {
  const config = structOf(owner.value, type) ?? {};
  const ranges = textsOf(config, "sourceRange");
  return inOrder(
    () =>
      ranges.length > 0
        ? []
        : [
            fault(`sourceRange is empty, ${lister} not created`, {
              rule: "incomplete-middleware",
              owner,
              at: [config, "sourceRange"],
              says: "sourceRange names no address",
              hint: "everybody is 0.0.0.0/0 and ::/0",
            }),
          ],
    () =>
      checkIpRanges(
        owner,
        config,
        "sourceRange",
        (text) => `cannot parse ${word} [${ranges.join(" ")}]: ${text}`,
      ),
  );
}

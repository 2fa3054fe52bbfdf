import { optionalIntegerOf, structOf, textsOf } from "../../check/values.ts";
import { trimSpace } from "../../go/mime.ts";
import type { Struct } from "../../load/configuration.ts";
import { ipChecker } from "../ip-match.ts";
import type { Applies } from "./effect.ts";
import { headerOf, type InFlight } from "./in-flight.ts";

/** ipAllowList, and its old name ipWhiteList. */
export const ipAllowList: Applies = (request, config) => {
  const ip = clientAddress(request, structOf(config, "ipStrategy"));
  const told = ip === "" ? "no address (X-Forwarded-For is too short)" : ip;
  if (ipChecker(textsOf(config, "sourceRange"))(ip)) return { says: `lets ${told} in` };
  const status = Number(optionalIntegerOf(config, "rejectStatusCode") ?? 0) || 403;
  return { says: `refuses ${told} (${status})`, answer: { status } };
};

/** By depth in X-Forwarded-For, else the last address there that is not excluded, else the connection's. */
function clientAddress(request: InFlight, strategy: Struct | undefined): string {
  if (!strategy) return request.clientIp;
  const addresses = headerOf(request, "X-Forwarded-For").split(",").map(trimSpace);
  const depth = Number(optionalIntegerOf(strategy, "depth") ?? 0);
  if (depth > 0) return addresses.at(-depth) ?? "";
  const excluded = textsOf(strategy, "excludedIPs");
  if (excluded.length === 0) return request.clientIp;
  const isExcluded = ipChecker(excluded);
  return addresses.findLast((address) => address !== "" && !isExcluded(address)) ?? "";
}

import { spiffeProblem } from "../../check/tls/spiffe.ts";
import { flagOf, structOf, textsOf } from "../../check/values.ts";
import type { Struct } from "../../load/configuration.ts";
import type { StaticFault, StaticPath, StaticSubject } from "../fault.ts";

/** How servers are reached for which no file says it. */
export function checkDefaultTransports({ configuration, facts }: StaticSubject): StaticFault[] {
  const http = structOf(configuration, "serversTransport") ?? {};
  const tls = structOf(structOf(configuration, "tcpServersTransport") ?? {}, "tls") ?? {};
  const spiffe = structOf(http, "spiffe");
  return [
    ...(spiffe ? checkSpiffeOf(http, spiffe) : []),
    ...(facts.spiffeByDefault && !facts.spiffe ? [OFF] : []),
    // Traefik looks for its ids in the other transport, and not whether that has any
    ...(structOf(tls, "spiffe") && !spiffe ? [NOWHERE] : []),
  ];
}

const NOWHERE: StaticFault = {
  rule: "static-crash",
  path: ["tcpServersTransport", "tls", "spiffe"],
  message:
    "tcpServersTransport.tls.spiffe without serversTransport.spiffe: Traefik panics over it, and never loads a configuration",
  hint: "write serversTransport: {spiffe: {ids: […]}}, which is where Traefik takes the ids from",
};

const OFF: StaticFault = {
  rule: "spiffe-off",
  path: ["serversTransport", "spiffe"],
  message:
    "serversTransport.spiffe without spiffe.workloadAPIAddr, which certificates come from: no server can be reached over TLS",
  hint: "write spiffe: {workloadAPIAddr: unix:///…}",
};

/** A transport whose TLS settings are wrong works without any of them, which only the log tells. */
function checkSpiffeOf(transport: Struct, spiffe: Struct): StaticFault[] {
  const wrong = (at: StaticPath, says: string): StaticFault[] => {
    const path = ["serversTransport", "spiffe", ...at];
    const message = `${says}: Traefik ignores all TLS settings of serversTransport`;
    return [{ rule: "ignored-option", path, message }];
  };
  const problem = spiffeProblem(spiffe);
  if (problem) {
    const { what, index, reason } = problem;
    return wrong(what === "ID" ? ["ids", index] : ["trustDomain"], `not a SPIFFE ${what}: ${reason}`);
  }
  const hasOthers = flagOf(transport, "insecureSkipVerify") || textsOf(transport, "rootCAs").length > 0;
  return hasOthers ? wrong([], "spiffe and other TLS settings exclude each other") : [];
}

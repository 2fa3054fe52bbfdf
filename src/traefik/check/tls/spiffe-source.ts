import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { qualify } from "../names.ts";
import { find } from "../references.ts";
import { structOf, structsOf, textOf } from "../values.ts";
import { asksBySpiffe } from "./spiffe.ts";

const OFF = "the static configuration has no spiffe.workloadAPIAddr, which certificates come from";

/**
 * Transports that ask for SPIFFE where there is no source of certificates. Traefik takes it for there, and goes to it
 * without looking: a connection over TLS fails then, or kills it. No status tells.
 */
export function checkSpiffeSource(bench: Bench): void {
  if (!isMissing(bench)) return;
  const { objects } = bench.configuration;
  for (const transport of objects["http.serversTransports"].values())
    if (asks(transport.value)) noteOff(bench, transport, transport.value);
  for (const transport of objects["tcp.serversTransports"].values()) {
    const tls = structOf(transport.value, "tls");
    if (tls && asks(tls)) noteOff(bench, transport, tls);
  }
}

function noteOff({ ledger }: Bench, owner: LoadedObject, settings: Struct): void {
  ledger.note({
    rule: "spiffe-off",
    owner,
    place: placeOf(owner, [settings, "spiffe", "name"]),
    says: `it asks for SPIFFE, and ${OFF}: no server can be reached over TLS`,
    hint: "write spiffe: {workloadAPIAddr: unix:///…} into the static configuration",
  });
}

/** An HTTP service of https servers that are reached so: Traefik dies of the first that shows a certificate of SPIFFE. */
export function checkSpiffeServers(
  bench: Bench,
  { owner, name }: { readonly owner: LoadedObject; readonly name: string },
  balancer: Struct,
): void {
  const written = textOf(balancer, "serversTransport");
  const isDefault = written === "" || written === "default@internal";
  // of most services that is all there is to know
  if ((isDefault && !bench.facts.spiffeByDefault) || !isMissing(bench)) return;
  const transport = isDefault ? undefined : find(bench, "http.serversTransports", qualify(written, name));
  if (!isDefault && !(transport?.source && asks(transport.source.value))) return;
  const https = structsOf(balancer, "servers").find((server) => /^https:/i.test(textOf(server, "url")));
  if (https === undefined) return;
  bench.ledger.note({
    rule: "spiffe-panic",
    owner,
    place: placeOf(owner, written === "" ? [https, "url"] : [balancer, "serversTransport"]),
    says: `its https servers are asked for SPIFFE, and ${OFF}: Traefik dies of the first that has it, and answers 500 for others`,
    hint: null,
  });
}

function isMissing({ facts }: Bench): boolean {
  return facts.known && !facts.spiffe;
}

/** Whether a transport does; what knows SPIFFE is not loaded for the others. */
function asks(settings: Struct): boolean {
  return structOf(settings, "spiffe") !== undefined && asksBySpiffe(settings);
}

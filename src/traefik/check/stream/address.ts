import { splitHostPort } from "../../go/net.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { fault } from "../fault.ts";
import { textOf } from "../values.ts";

/** Whether a server's address is of the form host:port; one that is not is dropped, which only the log tells. */
export function checkAddress({ ledger }: Bench, owner: LoadedObject, server: Struct): boolean {
  const address = textOf(server, "address");
  const split = splitHostPort(address);
  if (split.ok) return true;
  const { cause } = fault("", {
    rule: "ignored-server",
    owner,
    at: [server, "address"],
    says: `server "${address}" is left out: ${split.error}`,
    hint: "host:port, an IPv6 address in brackets",
  });
  ledger.note(cause);
  return false;
}

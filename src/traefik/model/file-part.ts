import type { Subject } from "../check/ledger.ts";
import { writtenName } from "../check/names.ts";
import { partKey, type Part, type Protocol } from "./gateway.ts";

/** What a router, service or middleware of a file has, whichever it is. */
export function filePart(
  protocol: Protocol,
  kind: "routers" | "services" | "middlewares",
  { name, source, status, texts }: Pick<Subject, "name" | "source" | "status" | "texts">,
): Part {
  const key = partKey(protocol, kind, name);
  return { key, protocol, name, label: writtenName(name), status, errors: texts, source };
}

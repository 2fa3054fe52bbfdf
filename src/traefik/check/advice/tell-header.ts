import { isToken } from "../../go/is-token.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { textOf } from "../values.ts";

/** What comes of a header that Go does not send, by the field it stands in. */
const OUTCOMES = {
  customRequestHeaders: "Traefik answers every request with 500",
  customResponseHeaders: "Traefik leaves it out of every response",
  headers: "no health check succeeds",
} as const;

/** A field that sets headers. */
export type HeaderUse = keyof typeof OUTCOMES;

/** Says of a header that HTTP does not allow what comes of it, if anything does. */
export function tellHeader(
  { ledger }: Bench,
  object: LoadedObject,
  headers: Struct,
  use: HeaderUse,
  name: string,
): void {
  // an empty value removes the header; that a list made the name has been told where it was loaded
  if ((textOf(headers, name) === "" && use !== "headers") || /^\[\d+\]/.test(name)) return;
  const isName = isToken(name);
  // a line end in a response becomes a blank, over HTTP/1
  if (isName && use === "customResponseHeaders") return;
  const says = isName
    ? "has a line end or another control character in its value"
    : "has a name that HTTP does not allow";
  ledger.remark("invalid-header", {
    place: placeOf(object, isName ? [headers, name] : [headers, name, "name"]),
    object,
    message: `${describe(object)}: a header of ${use} ${says}: ${OUTCOMES[use]}`,
    hint: isName ? "write the value on one line, or fold it with >-" : nameHint(name),
  });
}

function nameHint(name: string): string {
  const joined = name.trim().replace(/:$/, "").replaceAll(/\s+/g, "-");
  return isToken(joined) ? `did you mean "${joined}"?` : "a name is made of letters, digits and dashes";
}

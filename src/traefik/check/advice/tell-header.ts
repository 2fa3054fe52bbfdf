import { isToken } from "../../go/is-token.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { textOf } from "../values.ts";

/** What comes of a header that Go does not send, by the field it stands in. */
const OUTCOMES = {
  customRequestHeaders: "Traefik answers every request that it would pass on with 500",
  customResponseHeaders: "Traefik leaves it out of every response",
  headers: "no health check succeeds",
} as const;

/** A field that sets headers. */
export type HeaderUse = keyof typeof OUTCOMES;

/** A line end becomes a blank over HTTP/1, and other control characters are sent. */
const OVER_HTTP_2 = `${OUTCOMES.customResponseHeaders} over HTTP/2`;

const CONTROL = "has a line end or another control character in its value";

/** Says of a header that HTTP does not allow what comes of it, if anything does. */
export function tellHeader(
  { ledger }: Bench,
  object: LoadedObject,
  headers: Struct,
  use: HeaderUse,
  name: string,
): void {
  const value = textOf(headers, name);
  // an empty value removes the header; that a list made the name has been told where it was loaded
  if ((value === "" && use !== "headers") || /^\[\d+\]/.test(name)) return;
  const isName = isToken(name);
  // a request has its host apart, and Go sends what of it is one
  if (use === "customRequestHeaders" && name.toLowerCase() === "host") return;
  const says = isName ? CONTROL : "has a name that HTTP does not allow";
  const outcome = isName && use === "customResponseHeaders" ? OVER_HTTP_2 : OUTCOMES[use];
  ledger.remark("invalid-header", {
    place: placeOf(object, isName ? [headers, name] : [headers, name, "name"]),
    object,
    message: `${describe(object)}: a header of ${use} ${says}: ${outcome}`,
    hint: isName ? valueHint(value) : nameHint(name),
  });
}

/** The same of a field of `headers` that is the value of one header of responses. */
export function tellResponseField(
  { ledger }: Bench,
  object: LoadedObject,
  headers: Struct,
  field: string,
): void {
  ledger.remark("invalid-header", {
    place: placeOf(object, [headers, field]),
    object,
    message: `${describe(object)}: ${field} ${CONTROL}: ${OVER_HTTP_2}`,
    hint: valueHint(textOf(headers, field)),
  });
}

/** A text that ends with its only line end is most likely a block scalar of one line. */
function valueHint(value: string): string {
  return value.indexOf("\n") === value.length - 1
    ? "write the value on one line, or behind >- or |-, which have no line end"
    : "write the value on one line, or fold it with >-";
}

function nameHint(name: string): string {
  const joined = name.trim().replace(/:$/, "").replaceAll(/\s+/g, "-");
  return isToken(joined) ? `did you mean "${joined}"?` : "a name is made of letters, digits and dashes";
}

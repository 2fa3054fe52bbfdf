import { parseUrl } from "../../go/url.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { goOf } from "../behaviour.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { schemeHint, URL_FORM, urlHint } from "../url-hint.ts";
import { textOf } from "../values.ts";

const HIGHEST_PORT = 65_535;

/** Says of a server's URL, or the address of forwardAuth, why Traefik cannot ask anybody by it, if it cannot. */
export function tellUrl(
  { ledger, version }: Bench,
  object: LoadedObject,
  holder: Struct,
  field: "url" | "address",
): void {
  const written = textOf(holder, field);
  const says = reasonOf(written, field, goOf(version));
  if (says === null) return;
  ledger.remark("unusable-url", {
    place: placeOf(object, [holder, field]),
    object,
    message: `${describe(object)}: ${field === "url" ? "a server's url" : "the address of forwardAuth"} ${says}`,
    hint: hintFor(written, goOf(version)),
  });
}

function reasonOf(written: string, field: "url" | "address", go: ReturnType<typeof goOf>): string | null {
  const error = "every request ends with 500";
  if (written === "") return `is empty: ${error}`;
  const parsed = parseUrl(written, go);
  // of a server that is a fault
  if (!parsed.ok) return field === "url" ? null : `is not one as Go reads it: ${error}`;
  const { scheme, host } = parsed.value;
  const known = field === "url" ? ["http", "https", "h2c"] : ["http", "https"];
  if (!known.includes(scheme)) return `has no scheme that Traefik speaks (${known.join(", ")}): ${error}`;
  if (host === "") return `names no host: ${error}`;
  const port = /:(\d+)$/.exec(host)?.[1];
  const number = Number(port ?? 80);
  if (number > 0 && number <= HIGHEST_PORT) return null;
  const says = number === 0 ? "has port 0, which nobody has" : `has a port above ${HIGHEST_PORT}`;
  return `${says}: every request ends with ${field === "url" ? "502" : "500"}`;
}

/** A name with a port is no secret; of what else is there only the form is told. */
function hintFor(written: string, go: ReturnType<typeof goOf>): string {
  const parsed = parseUrl(written, go);
  if (!parsed.ok && written.includes("://")) return urlHint(written, parsed.error);
  const address = /^(?:[a-z][a-z\d+.-]*:)?(?:\/\/)?([a-z\d.-]+:\d{1,5})(?=[/?#]|$)/i.exec(written)?.[1];
  const port = Number(address?.replace(/^.*:/, ""));
  if (address === undefined || port > HIGHEST_PORT || port === 0) return URL_FORM;
  const path = written.slice(written.indexOf(address) + address.length).replace(/[?#].*$/s, "");
  return schemeHint(address, path);
}

import type { LoadedObject, Struct } from "../../load/configuration.ts";
import { fault, type Fault } from "../fault.ts";
import { flagOf, listOf, structOf, structsOf, textOf, textsOf } from "../values.ts";

/** Whom a transport takes for its server by SPIFFE: ids, else a trust domain, else anybody. */
export function checkSpiffe(owner: LoadedObject, spiffe: Struct): readonly Fault[] {
  const problem = spiffeProblem(spiffe);
  if (problem === null) return [];
  const { what, index, reason } = problem;
  return [
    fault(`unable to build SPIFFE authorizer: invalid SPIFFE ${what}: ${reason}`, {
      rule: "invalid-spiffe-id",
      owner,
      at: what === "ID" ? [listOf(spiffe, "ids"), index] : [spiffe, "trustDomain"],
      says: `not a SPIFFE ${what}: ${reason}`,
      hint: "spiffe://example.org/service",
    }),
  ];
}

/** The first that go-spiffe finds wrong: the id at an index of `ids`, or `trustDomain`; null: nothing. */
export function spiffeProblem(
  spiffe: Struct,
): { readonly what: "ID" | "trust domain"; readonly index: number; readonly reason: string } | null {
  const ids = textsOf(spiffe, "ids");
  for (const [index, id] of ids.entries()) {
    const reason = idError(id);
    if (reason !== null) return { what: "ID", index, reason };
  }
  const domain = textOf(spiffe, "trustDomain");
  const reason = ids.length > 0 || domain === "" ? null : trustDomainError(domain);
  return reason === null ? null : { what: "trust domain", index: 0, reason };
}

/** Whether the TLS settings of a transport come to SPIFFE: where Traefik finds them wrong, it leaves all of them out. */
export function asksBySpiffe(settings: Struct): boolean {
  const spiffe = structOf(settings, "spiffe");
  return spiffe !== undefined && spiffeProblem(spiffe) === null && !hasTlsSettings(settings);
}

/** Whether a transport says anything of TLS but SPIFFE. */
export function hasTlsSettings(value: Struct): boolean {
  return (
    flagOf(value, "insecureSkipVerify") ||
    ["serverName", "peerCertURI", "minVersion", "maxVersion"].some((field) => textOf(value, field) !== "") ||
    ["rootCAs", "cipherSuites"].some((field) => textsOf(value, field).length > 0) ||
    structsOf(value, "certificates").length > 0
  );
}

const SCHEME = "spiffe://";
const DOMAIN_CHARACTERS =
  "trust domain characters are limited to lowercase letters, numbers, dots, dashes, and underscores";

/** What go-spiffe says of an id that is none. */
function idError(id: string): string | null {
  if (id === "") return "cannot be empty";
  if (!id.startsWith(SCHEME)) return "scheme is missing or invalid";
  const rest = id.slice(SCHEME.length);
  const slash = rest.indexOf("/");
  const domain = slash < 0 ? rest : rest.slice(0, slash);
  if (!/^[a-z0-9._-]*$/.test(domain)) return DOMAIN_CHARACTERS;
  if (domain === "") return "trust domain is missing";
  return slash < 0 ? null : pathError(rest.slice(slash));
}

function trustDomainError(domain: string): string | null {
  if (domain === "") return "trust domain is missing";
  // a whole id is taken too, for its trust domain
  if (domain.includes(":/")) return idError(domain);
  return /^[a-z0-9._-]*$/.test(domain) ? null : DOMAIN_CHARACTERS;
}

function pathError(path: string): string | null {
  const segments = path.slice(1).split("/");
  for (const [index, segment] of segments.entries()) {
    if (!/^[A-Za-z0-9._-]*$/.test(segment))
      return "path segment characters are limited to letters, numbers, dots, dashes, and underscores";
    if (segment === "")
      return index === segments.length - 1
        ? "path cannot have a trailing slash"
        : "path cannot contain empty segments";
    if (segment === "." || segment === "..") return "path cannot contain dot segments";
  }
  return null;
}

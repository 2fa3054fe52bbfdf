import type { LoadedObject, Struct } from "../../load/configuration.ts";
import { fault, type Fault } from "../fault.ts";
import { listOf, textOf, textsOf } from "../values.ts";

/** Whom a transport takes for its server by SPIFFE: ids, else a trust domain, else anybody. */
export function checkSpiffe(owner: LoadedObject, spiffe: Struct): readonly Fault[] {
  const wrong = (what: string, at: readonly [object, string | number], reason: string): readonly Fault[] => [
    fault(`unable to build SPIFFE authorizer: invalid SPIFFE ${what}: ${reason}`, {
      rule: "invalid-spiffe-id",
      owner,
      at,
      says: `not a SPIFFE ${what}: ${reason}`,
      hint: "spiffe://example.org/service",
    }),
  ];
  const ids = textsOf(spiffe, "ids");
  for (const [index, id] of ids.entries()) {
    const reason = idError(id);
    if (reason !== null) return wrong("ID", [listOf(spiffe, "ids"), index], reason);
  }
  const domain = textOf(spiffe, "trustDomain");
  if (ids.length > 0 || domain === "") return [];
  const reason = trustDomainError(domain);
  return reason === null ? [] : wrong("trust domain", [spiffe, "trustDomain"], reason);
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

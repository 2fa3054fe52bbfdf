import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf, type Blame } from "../fault.ts";
import { describe } from "../names.ts";
import { structOf } from "../values.ts";

/**
 * Says of a user whom no password lets in why that is so: without the name, the realm or what may be a password.
 *
 * @param at where the user stands, or the name of the file
 * @param line the line of that file
 */
export function tellUser(
  { ledger }: Bench,
  object: LoadedObject,
  config: Struct,
  user: string,
  at: Blame["at"],
  line?: number,
): void {
  const [, ...parts] = user.split(":");
  const isDigest = structOf(object.value, "digestAuth") === config;
  // what is of another form has a fault, or no user
  if (parts.length !== (isDigest ? 2 : 1)) return;
  const hash = parts.at(-1) ?? "";
  const [says, hint] = isDigest ? digestWords(hash) : basicWords(hash);
  const whom = line === undefined ? "a user" : `the user of line ${line} of its usersFile`;
  ledger.remark("unusable-user", {
    place: placeOf(object, at),
    object,
    message: `${describe(object)}: no password lets ${whom} in: ${says}`,
    hint,
  });
}

const HTPASSWD = "`htpasswd -nB NAME` makes the whole text; in YAML it stands in quotes";

function basicWords(hash: string): readonly [says: string, hint: string] {
  if (hash.includes("$$"))
    return ["its hash has doubled dollar signs", "no doubled $ here: that is for Docker Compose files"];
  if (hash === "") return ["there is none behind its name", HTPASSWD];
  if (/^\$[\da-z]+\$/.test(hash))
    return ["its hash is incomplete, or not one of bcrypt, SHA-1 and MD5, which Traefik knows", HTPASSWD];
  return ["what stands behind its name is no hash that Traefik knows", HTPASSWD];
}

function digestWords(hash: string): readonly [says: string, hint: string] {
  if (/^[\da-f]{32}$/.test(hash))
    return [
      "its realm is not that of the middleware, which is traefik unless realm says otherwise",
      "write the same realm in the user and in realm of the middleware",
    ];
  return [
    "what stands behind its realm is no MD5 in lower case",
    "`htdigest -c FILE REALM NAME` writes the whole text",
  ];
}

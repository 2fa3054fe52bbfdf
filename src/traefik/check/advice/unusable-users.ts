import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { findFile } from "../machine-files.ts";
import { linesOfUsers } from "../users-file.ts";
import { listOf, structOf, textOf, textsOf } from "../values.ts";
import { tellUser } from "./tell-user.ts";

/**
 * What comes after a user's name in basicAuth: a hash as crypt's MD5 (of any name), SHA-1 or bcrypt have it; Traefik
 * looks at no more of the last than its length. It takes any other text for one of crypt's MD5, which it then is for no
 * password.
 */
const BASIC =
  /^[^:]*:(?:\$[^$]*\$[^$]*\$[./0-9A-Za-z]{22}$|\{SHA\}[+/0-9A-Za-z]{27}=$|\$2[abxy]\$(?:0[4-9]|[12]\d|3[01])\$[./0-9A-Za-z]{53})/;

/** A user of digestAuth, the realm, and MD5 in lower case. */
const DIGEST = /^[^:]*:([^:]*):[0-9a-f]{32}$/;

/** Users whom Traefik takes, and whom no password lets in. One of another form than it asks for is a fault. */
export function adviseUsers(bench: Bench): void {
  for (const object of bench.configuration.objects["http.middlewares"].values()) {
    const basic = structOf(object.value, "basicAuth");
    if (basic) checkUsers(bench, object, basic, (user) => BASIC.test(user));
    const digest = structOf(object.value, "digestAuth");
    if (digest === undefined) continue;
    const realm = textOf(digest, "realm") || "traefik";
    checkUsers(bench, object, digest, (user) => {
      const found = DIGEST.exec(user)?.[1];
      return found === realm || (found !== undefined && isRealmGuessed(object, digest));
    });
  }
}

/** Of a realm that a template takes from somewhere nobody knows whether it is the users'. */
function isRealmGuessed(object: LoadedObject, digest: Struct): boolean {
  const { document, span } = placeOf(object, [digest, "realm"]);
  return document.isGuessed(span);
}

function checkUsers(
  bench: Bench,
  object: LoadedObject,
  config: Struct,
  isUsable: (user: string) => boolean,
): void {
  const users = textsOf(config, "users");
  for (let at = 0; at < users.length; at++) {
    const user = users[at] ?? "";
    if (!isUsable(user)) tellUser(bench, object, config, user, [listOf(config, "users"), at]);
  }
  const path = textOf(config, "usersFile");
  const file = path === "" ? undefined : findFile(bench.files, path);
  if (file?.kind !== "content") return;
  for (const { user, line } of linesOfUsers(file.text))
    if (!isUsable(user)) tellUser(bench, object, config, user, [config, "usersFile"], line);
}

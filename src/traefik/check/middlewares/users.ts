import type { Struct } from "../../load/configuration.ts";
import type { Blame, Fault } from "../fault.ts";
import { behaves } from "../behaviour.ts";
import { findFile } from "../machine-files.ts";
import { linesOfUsers } from "../users-file.ts";
import { listOf, textOf, textsOf } from "../values.ts";
import { blame, type MiddlewareCheck, type MiddlewareContext } from "./context.ts";

export const basicAuth: MiddlewareCheck = (config, context) => {
  const users = readUsers(config, context, 2, "BasicUser", "name:hash");
  if (users.faults.length > 0 || users.some) return users.faults;
  const { bench } = context;
  const file = textOf(config, "usersFile");
  const found = {
    rule: "incomplete-middleware",
    at: [config, file === "" ? "users" : "usersFile"],
    says: "basicAuth has no users",
    hint: 'users: ["name:hash"], the hash made by `htpasswd -nB name`',
  } as const;
  if (behaves(bench.version, "basicAuthNeedsUsers"))
    return blame(context, `no users found in ${file}`, found);
  if (behaves(bench.version, "basicAuthPanics")) {
    const says = `${found.says}, over which Traefik 3.6 panics: it never applies a configuration again`;
    for (const { cause } of blame(context, "", { ...found, rule: "apply-panic", says }))
      bench.ledger.note(cause);
  }
  return [];
};

export const digestAuth: MiddlewareCheck = (config, context) =>
  readUsers(config, context, 3, "DigestUser", "name:realm:hash").faults;

/** The users of the file, then the listed ones; `some` too where the file cannot be known. */
function readUsers(
  config: Struct,
  context: MiddlewareContext,
  parts: number,
  kind: string,
  form: string,
): { readonly faults: readonly Fault[]; readonly some: boolean } {
  const file = textOf(config, "usersFile");
  const fromFile = file === "" ? [] : readLines(context, file);
  if (typeof fromFile === "string") {
    const says = `usersFile cannot be read: ${fromFile}`;
    return {
      faults: blame(context, fromFile, { rule: "unreadable-file", at: [config, "usersFile"], says }),
      some: false,
    };
  }
  const list = listOf(config, "users");
  const users = [
    ...(fromFile ?? []).map((user) => ({ user, at: [config, "usersFile"] as Blame["at"] })),
    ...textsOf(config, "users").map((user, index) => ({ user, at: [list, index] as Blame["at"] })),
  ];
  for (const { user, at } of users) {
    if (user.split(":").length === parts) continue;
    const says = `a user is not of the form ${form}`;
    const hint = user.includes("$$")
      ? "no doubled $ here: that is for Docker Compose files"
      : `${parts === 2 ? "`htpasswd -nB NAME`" : "`htdigest`"} makes it; in YAML it stands in quotes`;
    return {
      faults: blame(context, `error parsing ${kind}: ${user}`, { rule: "invalid-user", at, says, hint }),
      some: true,
    };
  }
  return { faults: [], some: users.length > 0 || fromFile === undefined };
}

/** The lines of a users file that count; the error of opening it; undefined: it cannot be known. */
function readLines({ bench }: MiddlewareContext, file: string): readonly string[] | string | undefined {
  const state = findFile(bench.files, file);
  if (state === undefined) return undefined;
  if (state.kind === "missing") return `open ${file}: no such file or directory`;
  if (state.kind === "unreadable") return state.reason;
  return linesOfUsers(state.text).map(({ user }) => user);
}

import { middlewareTypes } from "../traefik/check/http/middleware.ts";
import type { Running } from "../traefik/check/judge.ts";
import { qualify, writtenName } from "../traefik/check/names.ts";
import { structOf, textOf, textsOf } from "../traefik/check/values.ts";
import type { Struct } from "../traefik/load/configuration.ts";
import { addService } from "./services.ts";
import { placeOf, strange, type Sheet } from "./sheet.ts";

/** chains within chains within chains: deeper is a circle */
const DEEPEST = 16;

/**
 * The middlewares between a router and its targets, in the order in which a request meets them. Routers share a node
 * where the rest of their way is the same, so that every way through the graph is one that a request can take.
 *
 * @param holder stored name of the object that names them
 * @returns where to go first: a middleware, or the targets where there is none
 */
export function addMiddlewares(
  sheet: Sheet,
  protocol: "http" | "tcp",
  holder: string,
  names: readonly string[],
  targets: readonly string[],
): readonly string[] {
  return names.toReversed().reduce<readonly string[]>((next, name) => {
    const id = addMiddleware(sheet, protocol, qualify(name, holder), next);
    return [id];
  }, targets);
}

function addMiddleware(
  sheet: Sheet,
  protocol: "http" | "tcp",
  name: string,
  targets: readonly string[],
): string {
  const kind = `${protocol}.middlewares` as const;
  const subject = sheet.running.subjects[kind].get(name);
  const value: Struct = subject?.source?.value ?? {};
  const id = [`${kind}.${name}`, ...targets].join(" > ");
  const about = subject === undefined ? strange(name) : placeOf(subject);
  const members = membersOf(sheet.running, kind, name);
  const types = protocol === "http" ? middlewareTypes(value) : Object.keys(value);
  const detail = members.length > 1 ? members.slice(1).map(writtenName).join(" → ") : types.join(", ");
  sheet.add({ id, kind: "middleware", protocol, detail, ...about });
  for (const target of targets) sheet.connect(id, target);
  for (const member of members) {
    const errors = structOf(sheet.running.subjects[kind].get(member)?.source?.value ?? {}, "errors");
    if (errors === undefined || protocol === "tcp") continue;
    const label = `status ${textsOf(errors, "status").join(", ")}`;
    const pages = addService(sheet, "http", member, textOf(errors, "service"));
    sheet.connect(id, pages, { label, share: 0, isMain: false });
  }
  return id;
}

/** A middleware and, where it is a chain, all that it is made of, in the order in which a request meets them. */
export function membersOf(
  running: Running,
  kind: "http.middlewares" | "tcp.middlewares",
  name: string,
  depth = 0,
): readonly string[] {
  const chain = structOf(running.subjects[kind].get(name)?.source?.value ?? {}, "chain");
  if (chain === undefined || depth > DEEPEST) return [name];
  const below = textsOf(chain, "middlewares").flatMap((member) =>
    membersOf(running, kind, qualify(member, name), depth + 1),
  );
  return [name, ...below];
}

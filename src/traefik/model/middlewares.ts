import { middlewareTypes } from "../check/http/middleware.ts";
import type { Subject } from "../check/ledger.ts";
import { qualify, writtenName } from "../check/names.ts";
import { integerOf, structOf, textOf, textsOf } from "../check/values.ts";
import type { Struct } from "../load/configuration.ts";
import { filePart } from "./file-part.ts";
import { partKey, type Catches, type Middleware, type Protocol } from "./gateway.ts";
import { originOf, rangeOf } from "./services.ts";

/** Kinds of TCP middleware, the one first that counts where there are several. */
const TCP_TYPES = ["ipAllowList", "ipWhiteList", "inFlightConn"];

/** A middleware of a file. */
export function fileMiddleware(protocol: "http" | "tcp", subject: Subject, value: Struct): Middleware {
  const { name } = subject;
  const types =
    protocol === "http" ? middlewareTypes(value) : TCP_TYPES.filter((type) => structOf(value, type));
  const [type = null] = types;
  const config = type === null ? {} : (structOf(value, type) ?? {});
  const service = type === "errors" ? textOf(config, "service") : "";
  return {
    ...filePart(protocol, "middlewares", subject),
    origin: "file",
    type,
    config,
    members:
      type === "chain"
        ? textsOf(config, "middlewares").map((member) =>
            partKey(protocol, "middlewares", qualify(member, name)),
          )
        : [],
    service: service === "" ? null : partKey(protocol, "services", qualify(service, name)),
    catches: type === "errors" ? catchesOf(config, writtenName(qualify(service, name))) : null,
  };
}

function catchesOf(config: Struct, page: string): Catches {
  const rewrites = structOf(config, "statusRewrites") ?? {};
  return {
    statuses: textsOf(config, "status").map(rangeOf),
    page,
    rewrites: Object.keys(rewrites).map((range) => ({
      from: [rangeOf(range)],
      to: Number(integerOf(rewrites, range)),
    })),
  };
}

/** A middleware that something refers to and that no file defines; Traefik's own with what it does. */
export function otherMiddleware(
  protocol: Protocol,
  name: string,
  internal?: { readonly type: string; readonly config: Struct },
): Middleware {
  const origin = internal ? "internal" : originOf(name);
  // Traefik's own are known, all of them
  const missing = origin === "nowhere" || (origin === "internal" && !internal);
  return {
    key: partKey(protocol, "middlewares", name),
    protocol,
    name,
    label: writtenName(name),
    status: missing ? "disabled" : "enabled",
    errors: [],
    source: null,
    origin: missing ? "nowhere" : origin,
    type: internal?.type ?? null,
    config: internal?.config ?? {},
    members: [],
    service: null,
    catches: null,
  };
}

import { serviceTypes } from "../check/http/service.ts";
import type { Subject } from "../check/ledger.ts";
import { providerOf, qualify, writtenName } from "../check/names.ts";
import { flagOf, optionalIntegerOf, structOf, structsOf, textOf, textsOf } from "../check/values.ts";
import type { Struct } from "../load/configuration.ts";
import { filePart } from "./file-part.ts";
import {
  partKey,
  type Origin,
  type PartKey,
  type Protocol,
  type Server,
  type Service,
  type ServiceChild,
  type ServiceType,
} from "./gateway.ts";

/** A service of a file. */
export function fileService(protocol: Protocol, subject: Subject, value: Struct): Service {
  const { name } = subject;
  const refer = (reference: string): PartKey => partKey(protocol, "services", qualify(reference, name));
  const type = typeOf(protocol, value);
  const config = type === null ? {} : (structOf(value, type) ?? {});
  return {
    ...filePart(protocol, "services", subject),
    origin: "file",
    type,
    children: type === null ? [] : childrenOf(type, config, refer),
    servers: structsOf(config, "servers").map(serverOf),
    passHostHeader: config["passHostHeader"] !== false,
    sticky: structOf(structOf(config, "sticky") ?? {}, "cookie") !== undefined,
    strategy: type === "loadBalancer" ? textOf(config, "strategy") || "wrr" : "",
    fallbackOn: textsOf(structOf(config, "errors") ?? {}, "status").map(rangeOf),
    middlewares: textsOf(value, "middlewares").map((middleware) =>
      partKey(protocol, "middlewares", qualify(middleware, name)),
    ),
  };
}

/** A service that something refers to and that no file defines. */
export function otherService(protocol: Protocol, name: string): Service {
  const origin = originOf(name);
  return {
    key: partKey(protocol, "services", name),
    protocol,
    name,
    label: writtenName(name),
    status: origin === "nowhere" ? "disabled" : "enabled",
    errors: [],
    source: null,
    origin,
    type: null,
    children: [],
    servers: [],
    passHostHeader: true,
    sticky: false,
    strategy: "",
    fallbackOn: [],
    middlewares: [],
  };
}

/** Where a part comes from that no file defines. */
export function originOf(name: string): Exclude<Origin, "file"> {
  const provider = providerOf(name);
  if (provider === "internal") return "internal";
  return provider === "file" || provider === "" ? "nowhere" : "elsewhere";
}

function typeOf(protocol: Protocol, value: Struct): ServiceType | null {
  const types: readonly ServiceType[] =
    protocol === "http"
      ? serviceTypes(value)
      : (["loadBalancer", "weighted"] as const).filter((type) => structOf(value, type));
  const [type = null] = types;
  return type;
}

function childrenOf(
  type: ServiceType,
  config: Struct,
  refer: (reference: string) => PartKey,
): readonly ServiceChild[] {
  const named = (name: string) => ({ service: refer(name), name });
  const whole = (field: string, role: "main" | "fallback"): ServiceChild[] => {
    const name = textOf(config, field);
    return name === "" ? [] : [{ ...named(name), role, weight: 1, percent: 100 }];
  };
  switch (type) {
    case "loadBalancer":
      return [];
    case "weighted":
    case "highestRandomWeight":
      return structsOf(config, "services").map((child) => ({
        ...named(textOf(child, "name")),
        role: "share",
        weight: weightOf(child),
        percent: 100,
      }));
    case "mirroring":
      return [
        ...whole("service", "main"),
        ...structsOf(config, "mirrors").map((mirror) => ({
          ...named(textOf(mirror, "name")),
          role: "mirror" as const,
          weight: 0,
          percent: Number(optionalIntegerOf(mirror, "percent") ?? 0),
        })),
      ];
    case "failover":
    default:
      return [...whole("service", "main"), ...whole("fallback", "fallback")];
  }
}

/** `500-599`, or one status. */
/** `500-599`, or one status alone. */
export function rangeOf(text: string): readonly [low: number, high: number] {
  const [low = "", high = low] = text.split("-");
  return [Number(low), Number(high)];
}

function serverOf(server: Struct): Server {
  const address = textOf(server, "url") || textOf(server, "address");
  return { address, weight: weightOf(server), preservePath: flagOf(server, "preservePath") };
}

/** 1 where none is given; a server that is on its way out gets nothing. */
function weightOf(of: Struct): number {
  return flagOf(of, "fenced") ? 0 : Number(optionalIntegerOf(of, "weight") ?? 1);
}

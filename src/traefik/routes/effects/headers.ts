import { structOf, textsOf } from "../../check/values.ts";
import { canonicalHeaderKey } from "../../go/header.ts";
import { isStruct, type Struct } from "../../load/configuration.ts";
import type { Applies, Effect } from "./effect.ts";
import { headerOf, type InFlight } from "./in-flight.ts";

/** Headers of the request, and of what answers are told here by name alone: values may be secrets. */
export const headers: Applies = (request, config) => {
  const refused = refusedHost(request, config) ?? preflight(request, config);
  if (refused) return refused;
  const done: string[] = [];
  for (const [name, value] of Object.entries(structOf(config, "customRequestHeaders") ?? {})) {
    const text = typeof value === "string" ? value : "";
    done.push(setHeader(request, name, text));
  }
  const answers =
    Object.keys(structOf(config, "customResponseHeaders") ?? {}).length > 0 || setsAnswers(config);
  if (answers) done.push("sets headers of the answer");
  return { says: done.join("; ") || "changes nothing" };
};

function setHeader(request: InFlight, name: string, value: string): string {
  const key = canonicalHeaderKey(name);
  if (value === "") {
    // so spelled, it is not set by the proxy either
    if (name === "X-Forwarded-For") request.headers.set(name, []);
    else request.headers.delete(key);
    return `removes ${name}`;
  }
  if (key === "Host") {
    request.host = value;
    return `sets the host to ${value}`;
  }
  request.headers.set(key, [value]);
  return `sets ${name}`;
}

/** A CORS preflight is answered here, and goes no further. */
function preflight(request: InFlight, config: Struct): Effect | null {
  const isCors = Object.keys(config).some(
    (name) => name.startsWith("accessControl") || (name === "addVaryHeader" && config[name] === true),
  );
  const asks =
    headerOf(request, "Access-Control-Request-Method") !== "" && headerOf(request, "Origin") !== "";
  return isCors && asks && request.method === "OPTIONS"
    ? { says: "answers the CORS preflight (200)", answer: { status: 200 } }
    : null;
}

/** `allowedHosts`; compared without regard to case, as they are written. */
function refusedHost(request: InFlight, config: Struct): Effect | null {
  const allowed = textsOf(config, "allowedHosts");
  if (allowed.length === 0 || config["isDevelopment"] === true) return null;
  const proxied = textsOf(config, "hostsProxyHeaders")
    .map((name) => headerOf(request, canonicalHeaderKey(name)))
    .find((value) => value !== "");
  const host = (proxied ?? request.host).toLowerCase();
  return allowed.some((name) => name.toLowerCase() === host)
    ? null
    : { says: `refuses the host ${host}: it is not among allowedHosts`, answer: { status: 500 } };
}

function setsAnswers(config: Struct): boolean {
  const request = new Set(["customRequestHeaders", "allowedHosts", "hostsProxyHeaders", "sslProxyHeaders"]);
  return Object.entries(config).some(
    ([name, value]) =>
      !request.has(name) && value !== false && value !== "" && value !== 0 && !isStruct(value),
  );
}

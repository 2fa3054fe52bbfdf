import { deniedEscapes } from "../../encoded-characters.ts";
import type { MiddlewareType } from "../../check/middlewares/registry.ts";
import { optionalIntegerOf } from "../../check/values.ts";
import { escapedPath } from "../../go/url-path.ts";
import type { Applies, Effect } from "./effect.ts";
import { headers } from "./headers.ts";
import type { InFlight } from "./in-flight.ts";
import { ipAllowList } from "./ip-lists.ts";
import { addPrefix, replacePath, replacePathRegex, stripPrefix, stripPrefixRegex } from "./paths.ts";
import { redirectRegex, redirectScheme } from "./redirects.ts";

/** What each type of middleware does to a request; a chain is its members. */
export const EFFECTS: Readonly<Record<Exclude<MiddlewareType, "chain">, Applies>> = {
  addPrefix,
  basicAuth: says("asks for a user and a password"),
  buffering: says("reads the whole request first"),
  circuitBreaker: says("cuts off while the service fails"),
  compress: says("compresses the answer"),
  contentType: says("guesses the answer's content type"),
  digestAuth: says("asks for a user and a password"),
  encodedCharacters: (request, config) =>
    refuseEscapes(request, deniedEscapes(config)) ?? { says: "finds no escape that it denies" },
  errors: says("replaces answers with certain statuses by pages"),
  forwardAuth: says("asks another server whether it may pass"),
  grpcWeb: says("translates gRPC-Web"),
  headers,
  inFlightReq: (_, config) =>
    Number(optionalIntegerOf(config, "amount") ?? 0) > 0
      ? { says: "limits how many are under way at once" }
      : { says: "lets none be under way: its amount is 0 (429)", answer: { status: 429 } },
  ipAllowList,
  ipWhiteList: ipAllowList,
  passTLSClientCert: says("passes the client's certificate on in headers"),
  plugin: says("does what its plugin does"),
  rateLimit: says("limits how many come in a time"),
  redirectRegex,
  redirectScheme,
  replacePath,
  replacePathRegex,
  retry: says("tries again when no server answers"),
  stripPrefix,
  stripPrefixRegex,
};

/** The answer to a path with one of these escapes; null where it has none. */
export function refuseEscapes({ url }: InFlight, denied: readonly string[]): Effect | null {
  const path = escapedPath(url);
  const found = [...path.matchAll(/%../gs)].find(([escape]) => denied.includes(escape.toUpperCase()));
  return found === undefined
    ? null
    : { says: `refuses ${found[0]} in the path (400)`, answer: { status: 400 } };
}

function says(text: string): Applies {
  return () => ({ says: text });
}

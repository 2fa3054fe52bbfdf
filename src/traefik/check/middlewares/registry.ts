import { chain } from "./chain.ts";
import { circuitBreaker } from "./circuit-breaker.ts";
import { compress } from "./compress.ts";
import { neverFails, type MiddlewareCheck } from "./context.ts";
import { buffering } from "./buffering.ts";
import { errors } from "./errors.ts";
import { forwardAuth } from "./forward-auth.ts";
import { headers } from "./headers.ts";
import { ipAllowList, ipWhiteList } from "./ip-lists.ts";
import { addPrefix, redirectRegex, redirectScheme, replacePathRegex, stripPrefixRegex } from "./paths.ts";
import { plugin } from "./plugin.ts";
import { inFlightReq, rateLimit } from "./rate-limit.ts";
import { retry } from "./retry.ts";
import { basicAuth, digestAuth } from "./users.ts";

/** Every kind of middleware that Traefik takes from files. */
export const MIDDLEWARES = {
  addPrefix,
  basicAuth,
  buffering,
  chain,
  circuitBreaker,
  compress,
  contentType: neverFails,
  digestAuth,
  encodedCharacters: neverFails,
  errors,
  forwardAuth,
  grpcWeb: neverFails,
  headers,
  inFlightReq,
  ipAllowList,
  ipWhiteList,
  passTLSClientCert: neverFails,
  plugin,
  rateLimit,
  redirectRegex,
  redirectScheme,
  replacePath: neverFails,
  replacePathRegex,
  retry,
  stripPrefix: neverFails,
  stripPrefixRegex,
} as const satisfies Record<string, MiddlewareCheck>;

export type MiddlewareType = keyof typeof MIDDLEWARES;

import { canonicalHeaderKey } from "../go/header.ts";
import { toLower } from "../go/fold.ts";
import { trimSpace } from "../go/mime.ts";
import { splitHostPort } from "../go/net.ts";
import { unescape } from "../go/url.ts";
import { isAtLeast, type TraefikVersion } from "../versions.ts";
import type { ForwardedHeaders } from "../static/facts.ts";
import { rewriteHeaders } from "./forwarded-headers.ts";
import { receivePath } from "./request-path.ts";

/** A request as it comes over the wire. */
export interface HttpRequest {
  readonly method: string;
  /** the `Host` header, or `:authority`: a name or an address, with or without port */
  readonly host: string;
  /** path and query as they are sent: `/a%20b?c=d` */
  readonly target: string;
  /** without `Host` */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** an IP address, without port */
  readonly clientIp: string;
}

/** How the entry point treats requests before any router sees them. */
export interface EntryPointHandling {
  readonly version: TraefikVersion;
  /** `http.sanitizePath`, true unless it is switched off */
  readonly sanitizePath: boolean;
  /** `http.encodeQuerySemicolons` */
  readonly encodeQuerySemicolons: boolean;
  /** whether the connection is TLS */
  readonly tls: boolean;
  readonly forwardedHeaders: ForwardedHeaders;
}

/** A request as matchers see it. Texts are Go strings (see go/utf8.ts). */
export interface RoutedRequest {
  readonly method: string;
  /** without port, in lower case */
  readonly host: string;
  /** without port, as sent: what v2's HostRegexp matches */
  readonly writtenHost: string;
  /** decoded but for reserved characters */
  readonly path: string;
  /** encoded, as it goes on if nothing changes it */
  readonly escapedPath: string;
  /** path and query as they go on if nothing changes them: http.Request.RequestURI */
  readonly requestUri: string;
  /** as it is taken apart, and goes on if something changes the path: semicolons are replaced */
  readonly rawQuery: string;
  /** nothing stands behind the `?`, which goes on */
  readonly forceQuery: boolean;
  /** as the `Host` header has it */
  readonly fullHost: string;
  readonly tls: boolean;
  /** taken apart when it is asked for: most rules ask for neither query nor headers */
  readonly query: () => ReadonlyMap<string, readonly string[]>;
  /** by canonical name; likewise */
  readonly headers: () => ReadonlyMap<string, readonly string[]>;
  readonly clientIp: string;
}

/** Answered before any router is asked. */
export interface Answered {
  /** 400 for what is no request, 200 for `OPTIONS *`, which Go's server answers itself */
  readonly answered: 200 | 400;
}

/** What Go's server takes as a host (httpguts.ValidHostHeader), sensible or not. */
const HOST = /^[\w!$%&'()*+,\-.:;=[\]~]*$/;
/** What it does not take in the value of a header. */
const BROKEN_VALUE = /[\0-\x08\x0a-\x1f\x7f]/;

/**
 * What an entry point makes of a request before it asks the routers: host without port, path normalised and
 * sanitised, query taken apart, forwarding headers its own.
 */
export function receive(request: HttpRequest, handling: EntryPointHandling): RoutedRequest | Answered {
  const mark = request.target.indexOf("?");
  const target = mark < 0 ? request.target : request.target.slice(0, mark);
  const rawQuery = mark < 0 ? "" : request.target.slice(mark + 1);
  // `*` is the target of an OPTIONS request, and takes no query
  if (/[\0-\x20\x7f]/.test(request.target) || (target === "*" && request.target !== "*"))
    return { answered: 400 };
  if (!HOST.test(request.host) || request.headers.some(([, value]) => BROKEN_VALUE.test(value)))
    return { answered: 400 };
  if (target === "*" && request.method === "OPTIONS") return { answered: 200 };
  const path = receivePath(target, {
    sanitize: handling.sanitizePath,
    decode: isAtLeast(handling.version, "3.4"),
  });
  if (path === null) return { answered: 400 };
  const { host, clientIp } = request;
  const encoded = handling.encodeQuerySemicolons ? rawQuery.replaceAll(";", "%3B") : rawQuery;
  const query = encoded.replaceAll(";", "&");
  const forceQuery = rawQuery === "" && request.target.endsWith("?");
  let values: ReturnType<RoutedRequest["query"]> | undefined;
  let headers: ReturnType<RoutedRequest["headers"]> | undefined;
  return {
    method: request.method,
    host: toLower(trimSpace(hostWithoutPort(host, true))),
    writtenHost: hostWithoutPort(host, false),
    path: path.routed,
    escapedPath: path.escaped,
    requestUri: `${path.escaped}${encoded !== "" || forceQuery ? "?" : ""}${encoded}`,
    rawQuery: query,
    forceQuery,
    fullHost: host,
    tls: handling.tls,
    query: () => (values ??= parseQuery(query)),
    headers: () => (headers ??= receiveHeaders(request, handling)),
    clientIp,
  };
}

function receiveHeaders(
  { host, clientIp, headers: written }: HttpRequest,
  { tls, forwardedHeaders }: EntryPointHandling,
): ReturnType<RoutedRequest["headers"]> {
  const headers = new Map<string, readonly string[]>();
  for (const [name, text] of written) {
    const key = canonicalHeaderKey(name);
    const value = text.replace(/^[ \t]+|[ \t]+$/g, "");
    // Go's server keeps the host elsewhere
    if (key === "Host") continue;
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  rewriteHeaders(headers, { host, clientIp, tls }, forwardedHeaders);
  return headers;
}

/** A `Host` header's name or address. */
export function hostWithoutPort(host: string, withoutBrackets: boolean): string {
  if (!host.includes(":")) return host;
  const parts = splitHostPort(host);
  if (parts.ok) return parts.value.host;
  return withoutBrackets && /^\[.*\]$/s.test(host) ? host.slice(1, -1) : host;
}

/** url.Values: pairs that cannot be decoded are left out. */
function parseQuery(rawQuery: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const pair of rawQuery.split("&")) {
    const [, writtenKey = "", writtenValue = ""] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    if (pair === "" || pair.includes(";")) continue;
    const key = unescape(writtenKey, "query");
    const value = unescape(writtenValue, "query");
    if (!key.ok || !value.ok) continue;
    const list = values.get(key.value);
    if (list === undefined) values.set(key.value, [value.value]);
    else list.push(value.value);
  }
  return values;
}

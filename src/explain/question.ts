import { domainToASCII } from "node:url";
import { isToken } from "../traefik/go/is-token.ts";
import { addressText, parseAddr } from "../traefik/go/netip.ts";
import { splitHostPort } from "../traefik/go/net.ts";
import { isAscii } from "../traefik/go/utf8.ts";
import type { Arrival } from "../traefik/routes/journey.ts";
import type { RoutingTable } from "../traefik/routes/routing-table.ts";
import { nearest } from "../nearest.ts";
import { entryPointOf } from "./entry-point-of.ts";

/** A request as people write it down. */
export interface Question {
  readonly method: string;
  /** `http://` or `https://`; `tcp://host:port` and `tls://host:port` are connections without HTTP */
  readonly url: string;
  /** `Host` here is what the request says, whatever its URL */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  /** the client's address; 127.0.0.1 */
  readonly from?: string | undefined;
  /** that of the URL */
  readonly entryPoint?: string | undefined;
  /** the name in the TLS handshake; that of the URL */
  readonly serverName?: string | undefined;
  /** the protocols that the client offers in it; `h2` and `http/1.1` for https, none for tls */
  readonly alpn?: readonly string[] | undefined;
}

/** The part of a question that makes no sense, and why. */
export interface QuestionFault {
  readonly field: "method" | "url" | "headers" | "from" | "entryPoint";
  readonly says: string;
  readonly hint: string | null;
}

export type Asked =
  | { readonly ok: true; readonly arrival: Arrival }
  | { readonly ok: false; readonly fault: QuestionFault };

/** What arrives, and where, when somebody asks so. */
export function arrivalOf(question: Question, table: RoutingTable): Asked {
  const { method, url, headers = [], from = "127.0.0.1" } = question;
  const parts = partsOf(url);
  if (parts === null) {
    const hint = `as in https://shop.example.com${url.startsWith("/") ? url : "/cart"}; tcp:// and tls:// for connections`;
    return fault("url", `${JSON.stringify(url)} is no URL with http, https, tcp or tls`, hint);
  }
  if (!isToken(method))
    return fault("method", `${JSON.stringify(method)} is no method`, "as in GET, POST, OPTIONS");
  const client = parseAddr(from);
  if (!client.ok)
    return fault("from", `${JSON.stringify(from)} is no IP address`, "as in 203.0.113.7 or 2001:db8::1");
  const wrong = headers.find(([name]) => !isToken(name));
  if (wrong)
    return fault("headers", `${JSON.stringify(wrong[0])} is no name of a header`, "as in 'Name: value'");

  const { scheme, authority, port, target } = parts;
  const entryPoint = question.entryPoint ?? entryPointOf(table, scheme, port);
  if (entryPoint === null) return fault("entryPoint", "there is no entry point for TCP", null);
  const unknown = unknownEntryPoint(entryPoint, table);
  if (unknown !== null) return { ok: false, fault: unknown };
  const isTls = scheme === "https" || scheme === "tls";
  const { serverName = nameOf(authority), alpn = scheme === "https" ? ["h2", "http/1.1"] : [] } = question;
  const isHttp = scheme === "http" || scheme === "https";
  const [, host = authority] = headers.find(isHost) ?? [];
  return {
    ok: true,
    arrival: {
      entryPoint,
      clientIp: addressText(client.value),
      tls: isTls ? { serverName, alpnProtocols: alpn } : null,
      http: isHttp ? { method, host, target, headers: headers.filter((header) => !isHost(header)) } : null,
    },
  };
}

/** Why nothing can arrive at an entry point of this name; null: it can. */
export function unknownEntryPoint(
  name: string,
  { gateway, entryPoints }: RoutingTable,
): QuestionFault | null {
  if (entryPoints.has(name)) return null;
  const names = [...entryPoints.keys()];
  const near = nearest(name, names);
  const hint = near === null ? `there are: ${names.join(", ")}` : `did you mean "${near}"?`;
  const says = gateway.facts.entryPoints.has(name)
    ? `entry point ${JSON.stringify(name)} is one for UDP`
    : `there is no entry point ${JSON.stringify(name)}`;
  return { field: "entryPoint", says, hint };
}

function isHost([name]: readonly [name: string, value: string]): boolean {
  return name.toLowerCase() === "host";
}

interface UrlParts {
  readonly scheme: string;
  /** host and port as the `Host` header has them */
  readonly authority: string;
  readonly port: number | null;
  /** as it is sent: nothing is normalised, as Traefik does that itself; only what cannot be sent is escaped */
  readonly target: string;
}

function partsOf(url: string): UrlParts | null {
  const [, scheme = "", written = "", rest = ""] =
    /^(https?|tcp|tls):\/\/((?:[^/?#@]*@)?[^/?#]*)([^#]*)/i.exec(url) ?? [];
  if (scheme === "") return null;
  const host = written.slice(written.lastIndexOf("@") + 1);
  // as every client sends it
  const authority = isAscii(host) ? host : host.replace(/^[^:]*/, (name) => domainToASCII(name) || name);
  const digits = authority.includes(":") ? /:(\d{1,5})$/.exec(authority)?.[1] : undefined;
  const usual = scheme.toLowerCase() === "https" ? "443" : "80";
  const path = rest.startsWith("?") || rest === "" ? `/${rest}` : rest;
  return {
    scheme: scheme.toLowerCase(),
    // a browser leaves the usual port out, and so do most clients
    authority: digits === usual ? authority.slice(0, -`:${usual}`.length) : authority,
    port: digits === undefined ? null : Number(digits),
    target: path.replace(/[\0-\x20\x7f]/g, (character) => encodeURIComponent(character)),
  };
}

/** What a client asks for in the handshake: the host without port and last dot; nothing for an address. */
function nameOf(authority: string): string {
  const parts = authority.includes(":") ? splitHostPort(authority) : null;
  const host = (parts?.ok ? parts.value.host : authority).replace(/\.$/, "");
  const isName = !host.includes(":") && /[^\d.]/.test(host);
  return !isName && parseAddr(host.replace(/^\[|\]$/g, "")).ok ? "" : host;
}

function fault(field: QuestionFault["field"], says: string, hint: string | null): Asked {
  return { ok: false, fault: { field, says, hint } };
}

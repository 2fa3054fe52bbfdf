import { canonicalHeaderKey } from "../go/header.ts";
import { splitHostPort } from "../go/net.ts";
import type { ForwardedHeaders } from "../static/facts.ts";
import { ipChecker } from "./ip-match.ts";

/** What else the headers depend on. */
export interface Arrival {
  /** the `Host` header as sent */
  readonly host: string;
  readonly clientIp: string;
  readonly tls: boolean;
}

/** Headers by canonical name. */
export type Headers = Map<string, readonly string[]>;

const MANAGED: ReadonlySet<string> = new Set([
  "X-Forwarded-Proto",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-Forwarded-Port",
  "X-Forwarded-Server",
  "X-Forwarded-Uri",
  "X-Forwarded-Method",
  "X-Forwarded-Prefix",
  "X-Forwarded-Tls-Client-Cert",
  "X-Forwarded-Tls-Client-Cert-Info",
  "X-Real-Ip",
]);

/**
 * What an entry point does to the headers of a request before any router sees them: forwarding headers of strangers
 * are taken away, those that are missing are set, and what `Connection` names is removed. X-Forwarded-Server, the
 * gateway's own host name, is not known here and not set.
 */
export function rewriteHeaders(headers: Headers, arrival: Arrival, trust: ForwardedHeaders): void {
  if (!trust.insecure && !ipChecker(trust.trustedIps)(arrival.clientIp))
    for (const key of headers.keys()) if (isManaged(key)) headers.delete(key);
  const setMissing = (key: string, value: string): void => {
    if ((headers.get(key)?.[0] ?? "") === "") headers.set(key, [value]);
  };
  setMissing("X-Real-Ip", arrival.clientIp.replace(/%.*$/s, ""));
  const isWebSocket =
    headers.has("Connection") &&
    hasToken(headers, "Connection", "upgrade") &&
    hasToken(headers, "Upgrade", "websocket");
  setMissing("X-Forwarded-Proto", `${isWebSocket ? "ws" : "http"}${arrival.tls ? "s" : ""}`);
  setMissing("X-Forwarded-Port", forwardedPort(headers, arrival));
  if (arrival.host !== "") setMissing("X-Forwarded-Host", arrival.host);
  const forwardedFor = headers.get("X-Forwarded-For");
  if (forwardedFor !== undefined) headers.set("X-Forwarded-For", [forwardedFor.join(", ")]);
  if (headers.has("Connection")) removeHopByHop(headers, trust.connection.map(canonicalHeaderKey));
}

/** Also the spellings with underscores, which Go's server lets through. */
function isManaged(key: string): boolean {
  return (
    MANAGED.has(key) || (key.startsWith("X") && MANAGED.has(canonicalHeaderKey(key.replaceAll("_", "-"))))
  );
}

function forwardedPort(headers: Headers, { host, tls }: Arrival): string {
  const parts = splitHostPort(host);
  if (parts.ok && parts.value.port !== "") return parts.value.port;
  const proto = headers.get("X-Forwarded-Proto")?.[0];
  return proto === "https" || proto === "wss" || tls ? "443" : "80";
}

/** Whether the first value of a header lists a word. */
function hasToken(headers: Headers, key: string, word: string): boolean {
  const [first = ""] = headers.get(key) ?? [];
  return first.split(",").some((token) => token.trim().toLowerCase() === word);
}

function removeHopByHop(headers: Headers, kept: readonly string[]): void {
  const connection = headers.get("Connection") ?? [];
  const tokens = connection
    .flatMap((value) => value.split(","))
    .map((token) => token.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""));
  const upgrade = tokens.some((token) => token.toLowerCase() === "upgrade")
    ? headers.get("Upgrade")?.[0]
    : undefined;
  const named: string[] = [];
  for (const token of tokens) {
    const key = canonicalHeaderKey(token);
    if (token === "" || isManaged(key)) continue;
    if (kept.includes(key)) named.push(key);
    else headers.delete(key);
  }
  if (upgrade !== undefined && upgrade !== "") {
    named.push("Upgrade");
    headers.set("Upgrade", [upgrade]);
  }
  if (named.length > 0) headers.set("Connection", [named.join(",")]);
  else headers.delete("Connection");
}

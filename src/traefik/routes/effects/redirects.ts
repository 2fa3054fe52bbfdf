import { flagOf, optionalIntegerOf, textOf } from "../../check/values.ts";
import { compileReplacer } from "../../go/regexp-replace.ts";
import { splitHostPort } from "../../go/net.ts";
import { urlString } from "../../go/url-string.ts";
import { goVersionOf } from "../../go/version.ts";
import { minorNumber, type TraefikVersion } from "../../versions.ts";
import type { Applies, Effect } from "./effect.ts";
import { headerOf, type InFlight } from "./in-flight.ts";

interface Redirection {
  readonly regex: string;
  readonly replacement: string;
  readonly isPermanent: boolean;
  /** whatever the method; null: by the method */
  readonly status: number | null;
}

export const redirectRegex: Applies = (request, config, version) => {
  const url = `${request.tls ? "https" : "http"}://${request.host}${request.uri}`;
  const status = optionalIntegerOf(config, "statusCode");
  return redirect(request, url, version, {
    regex: textOf(config, "regex"),
    replacement: textOf(config, "replacement"),
    isPermanent: flagOf(config, "permanent"),
    status: status === undefined ? null : Number(status),
  });
};

export const redirectScheme: Applies = (request, config, version) => {
  const scheme = textOf(config, "scheme");
  const port = textOf(config, "port");
  const isUsual =
    port === "" || (scheme === "http" && port === "80") || (scheme === "https" && port === "443");
  return redirect(request, clientUrl(request), version, {
    regex: String.raw`^(https?:\/\/)?(\[[\w:.]+\]|[\w\._-]+)?(:\d+)?(.*)$`,
    replacement: `${scheme}://\${2}${isUsual ? "" : `:${port}`}\${4}`,
    isPermanent: flagOf(config, "permanent"),
    status: flagOf(config, "forcePermanentRedirect") ? 308 : null,
  });
};

/** The URL that the client has asked for, as far as X-Forwarded-Proto tells. */
function clientUrl(request: InFlight): string {
  const parts = splitHostPort(request.host);
  const host = parts.ok ? parts.value.host : request.host;
  const port = parts.ok ? `:${parts.value.port}` : "";
  const forwarded = headerOf(request, "X-Forwarded-Proto").toLowerCase();
  const known = { http: "http", ws: "http", https: "https", wss: "https" }[forwarded];
  const scheme = known ?? (request.tls ? "https" : "http");
  const isUsual = (scheme === "http" && port === ":80") || (scheme === "https" && port === ":443");
  return `${scheme}://${host}${isUsual ? "" : port}${request.uri}`;
}

function redirect(request: InFlight, url: string, version: TraefikVersion, to: Redirection): Effect {
  const replacer = compileReplacer(to.regex, goVersionOf(minorNumber(version)));
  if (!replacer.matches(url)) return { says: `redirects nothing: its expression does not match ${url}` };
  const next = replacer.replaceAll(url, to.replacement);
  const written = urlString(next, goVersionOf(minorNumber(version)));
  if (!written.ok) return { says: `fails: ${written.error}`, answer: { status: 502 } };
  if (next === url) return { says: `redirects nothing: ${url} is where it leads` };
  const location = written.value;
  const status = to.status ?? statusOf(to.isPermanent, request.method);
  return { says: `redirects to ${location} (${status})`, answer: { status, location } };
}

function statusOf(isPermanent: boolean, method: string): number {
  if (isPermanent) return method === "GET" ? 301 : 308;
  return method === "GET" ? 302 : 307;
}

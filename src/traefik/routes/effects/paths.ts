import { flagOf, textOf, textsOf } from "../../check/values.ts";
import { trimSpace } from "../../go/mime.ts";
import { compileReplacer } from "../../go/regexp-replace.ts";
import { unescape } from "../../go/url.ts";
import { escapedPath, joinPath, type UrlPath } from "../../go/url-path.ts";
import { byteLength } from "../../go/utf8.ts";
import { goVersionOf } from "../../go/version.ts";
import { isAtLeast, minorNumber, type TraefikVersion } from "../../versions.ts";
import type { Applies, Effect } from "./effect.ts";
import { changePath, type InFlight } from "./in-flight.ts";

export const addPrefix: Applies = (request, config) => {
  const prefix = textOf(config, "prefix");
  const { path, rawPath } = request.url;
  changePath(request, {
    path: withSlash(prefix + path),
    rawPath: rawPath === "" ? "" : withSlash(prefix + rawPath),
  });
  return { says: `adds ${prefix}: ${nowAt(request)}` };
};

export const stripPrefix: Applies = (request, config, version) => {
  const { path, rawPath } = request.url;
  const prefix = textsOf(config, "prefixes")
    .map(trimSpace)
    .find((candidate) => path.startsWith(candidate));
  if (prefix === undefined) return { says: "strips nothing: the path has none of its prefixes" };
  const rest = flagOf(config, "forceSlash")
    ? (text: string) => `/${text.replace(/^\//, "")}`
    : (text: string) => withSlash(text);
  const stripped = {
    path: rest(path.slice(prefix.length)),
    rawPath: rawPath === "" ? "" : rest(rawPath.slice(encodedLength(rawPath, prefix))),
  };
  return strip(request, prefix, stripped, version);
};

export const stripPrefixRegex: Applies = (request, config, version) => {
  const { path, rawPath } = request.url;
  for (const pattern of textsOf(config, "regex")) {
    const prefix = compileReplacer(trimSpace(pattern), goOf(version)).find(path);
    if (prefix === null || prefix === "" || !path.startsWith(prefix)) continue;
    const stripped = {
      path: withSlash(path.slice(prefix.length)),
      rawPath: rawPath === "" ? "" : withSlash(rawPath.slice(encodedLength(rawPath, prefix))),
    };
    return strip(request, prefix, stripped, version);
  }
  return { says: "strips nothing: no expression matches the beginning of the path" };
};

export const replacePath: Applies = (request, config) =>
  replace(request, textOf(config, "path"), escapedNow(request));

export const replacePathRegex: Applies = (request, config, version) => {
  const current = escapedNow(request);
  const replacer = compileReplacer(trimSpace(textOf(config, "regex")), goOf(version));
  if (!replacer.matches(current)) return { says: "replaces nothing: its expression does not match the path" };
  const next = replacer.replaceAll(current, trimSpace(textOf(config, "replacement")));
  const effect = replace(request, next, current);
  return effect.answer ? effect : (unlessUnclean(request, version) ?? effect);
};

function strip(request: InFlight, prefix: string, stripped: UrlPath, version: TraefikVersion): Effect {
  changePath(request, stripped);
  const refused = unlessUnclean(request, version);
  if (refused) return refused;
  const before = request.headers.get("X-Forwarded-Prefix") ?? [];
  request.headers.set("X-Forwarded-Prefix", [...before, prefix]);
  return { says: `strips ${prefix}: ${nowAt(request)}` };
}

function replace(request: InFlight, rawPath: string, old: string): Effect {
  const before = request.headers.get("X-Replaced-Path") ?? [];
  request.headers.set("X-Replaced-Path", [...before, old]);
  const path = unescape(rawPath, "path");
  if (!path.ok) return { says: `fails: ${path.error}`, answer: { status: 500 } };
  changePath(request, { path: path.value, rawPath });
  return { says: `replaces the path: ${nowAt(request)}` };
}

/** What is left of a path may not hold `//`, `/./` or `/../` (since 3.6.x and later of every minor version). */
function unlessUnclean(request: InFlight, version: TraefikVersion): Effect | null {
  const { path } = request.url;
  if (path === "" || !isAtLeast(version, "3.6")) return null;
  const joined = joinPath(request.url);
  if (joined?.path === path) {
    changePath(request, joined);
    return null;
  }
  return { says: "refuses it: what is left of the path would have to be cleaned", answer: { status: 400 } };
}

function escapedNow({ url }: InFlight): string {
  return url.rawPath || escapedPath(url);
}

function nowAt(request: InFlight): string {
  return `the path is ${request.uri.replace(/\?.*$/s, "")}`;
}

function withSlash(path: string): string {
  return path === "" || path.startsWith("/") ? path : `/${path}`;
}

/** How much of an encoded path a decoded prefix takes. */
function encodedLength(rawPath: string, prefix: string): number {
  const bytes = byteLength(prefix);
  let length = 0;
  for (let decoded = 0; length < rawPath.length && decoded < bytes; decoded++)
    length += rawPath[length] === "%" && length + 2 < rawPath.length ? 3 : 1;
  return length;
}

function goOf(version: TraefikVersion) {
  return goVersionOf(minorNumber(version));
}

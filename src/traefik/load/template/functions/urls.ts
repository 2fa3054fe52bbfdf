import { parseUrl, unescape, type GoUrl } from "../../../go/url.ts";
import { bytesOf, textOf, type Bytes } from "../bytes.ts";
import { CallError } from "../errors.ts";
import { dict, kindOf, type Dict } from "../values.ts";
import { NIL_DEREFERENCE } from "./convert.ts";
import { define, type Functions } from "./define.ts";

/** sprig's `urlParse` and `urlJoin` over Go's net/url. */
export const URLS: Functions = {
  urlParse: define(["string"], ([text]) => {
    const url = parsed(text, "unable to parse url");
    return dict([
      ["scheme", url.scheme],
      ["host", bytesOf(url.host)],
      ["hostname", bytesOf(hostName(url.host))],
      ["path", bytesOf(url.path)],
      ["query", bytesOf(url.rawQuery)],
      ["opaque", bytesOf(url.opaque)],
      ["fragment", bytesOf(url.fragment)],
      ["userinfo", userOf(textOf(text)) ?? ""],
    ]);
  }),
  urlJoin: define(["map[string]interface {}"], ([parts]) => {
    const part = (name: string): Bytes => partOf(parts, name);
    const [scheme, host, path] = [part("scheme"), part("host"), part("path")];
    const [query, opaque, fragment] = [part("query"), part("opaque"), part("fragment")];
    const userinfo = part("userinfo");
    if (userinfo !== "") parsed(`proto://${userinfo}@host`, "unable to parse userinfo in dict");
    const user = userinfo === "" ? undefined : userOf(`proto://${textOf(userinfo)}@host`);
    return (
      (scheme === "" ? "" : `${scheme}:`) +
      (opaque === "" ? hierarchy({ scheme, user, host, path }) : opaque) +
      (query === "" ? "" : `?${query}`) +
      (fragment === "" ? "" : `#${escape(fragment, KEPT.fragment)}`)
    );
  }),
};

function parsed(text: Bytes, complaint: string): GoUrl {
  const url = parseUrl(textOf(text));
  if (!url.ok) throw new CallError(`${complaint}: ${bytesOf(url.error)}`);
  return url.value;
}

/** A dict's text; missing is empty. */
function partOf({ entries }: Dict, name: string): Bytes {
  if (!entries.has(name)) return "";
  const value = entries.get(name) ?? null;
  if (value === null) throw new CallError(NIL_DEREFERENCE);
  if (typeof value === "string") return value;
  throw new CallError(`unable to parse ${name} key, must be of type string, but ${kindOf(value)} found`);
}

/** URL.Hostname: without the port, and without the brackets of IPv6. */
function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1];
  return bracketed ?? host.replace(/:[^:]*$/, "");
}

/** The user and password of a URL that is known to be right, escaped as Go writes them; undefined for none. */
function userOf(text: string): Bytes | undefined {
  const [main = ""] = text.split("#", 1);
  const [beforeQuery = ""] = main.split("?", 1);
  const scheme = /^[A-Za-z][A-Za-z\d+.-]*:/.exec(beforeQuery)?.[0] ?? "";
  const rest = beforeQuery.slice(scheme.length);
  if (!rest.startsWith("//") || (scheme === "" && rest.startsWith("///"))) return undefined;
  const authority = /^\/\/([^/]*)/.exec(rest)?.[1] ?? "";
  const at = authority.lastIndexOf("@");
  if (at < 0) return undefined;
  const [, name = "", colon = "", password = ""] = /^([^:]*)(:?)(.*)$/s.exec(authority.slice(0, at)) ?? [];
  return reescaped(name) + colon + (colon === "" ? "" : reescaped(password));
}

function reescaped(part: string): Bytes {
  const plain = unescape(part, "user");
  return plain.ok ? escape(bytesOf(plain.value), KEPT.user) : "";
}

interface Hierarchy {
  readonly scheme: Bytes;
  readonly user: Bytes | undefined;
  readonly host: Bytes;
  readonly path: Bytes;
}

/** `//user@host/path`. */
function hierarchy({ scheme, user, host, path }: Hierarchy): Bytes {
  const hasAuthority = host !== "" || user !== undefined || (scheme !== "" && path !== "");
  const slashes = hasAuthority && (scheme !== "" || host !== "" || user !== undefined) ? "//" : "";
  const authority = slashes + (user === undefined ? "" : `${user}@`) + escape(host, KEPT.host);
  const escapedPath = path === "*" ? path : escape(path, KEPT.path);
  if (escapedPath !== "" && !escapedPath.startsWith("/") && host !== "") return `${authority}/${escapedPath}`;
  // a colon in the first segment would make a scheme of it
  const ambiguous = scheme === "" && authority === "" && /^[^/]*:/.test(escapedPath);
  return authority + (ambiguous ? "./" : "") + escapedPath;
}

/** What each part of a URL keeps as it is, beside letters, digits and `-_.~`. */
const KEPT = {
  host: "!$&'()*+,;=:[]<>\"",
  user: "$&+,;=",
  path: "$&+,/:;=@",
  fragment: "$&+,/:;=?@!()*",
} as const;

/** net/url's escape. */
function escape(text: Bytes, kept: string): Bytes {
  return text.replace(/[^\w.~-]/g, (byte) =>
    kept.includes(byte) ? byte : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

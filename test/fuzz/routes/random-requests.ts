import type { Random } from "../random.ts";
import type { Probe } from "./probe.ts";
import { type Aim, ALPN, HEADERS, KEYS, PATHS, VALUES } from "./random-routers.ts";

const POINTS = ["web", "web", "raw", "denying", "moved", "websecure", "websecure", "mixed", "mixed"];
const HOSTS = [
  "a.test",
  "A.Test",
  "b.a.test",
  "x.a.test",
  "b.test",
  "c.test",
  "d.test",
  "a.test.",
  "127.0.0.1",
  "[::1]",
  "sub.test",
];
const METHODS = ["GET", "GET", "GET", "POST", "OPTIONS", "PUT", "get", "PROPFIND"];
const ODD_PATHS = [
  "/a/../b",
  "//a",
  "/./a",
  "/a/%2e%2e/b",
  "/a%2fb",
  "/%2F",
  "/%C3%A4",
  "/%e4",
  "/a%20b",
  "/a%3Bb",
  "/a%25",
  "/a%",
  "/A/",
  "/a/b/",
  "/a%2Fb/../c",
  "*",
  "/a?",
  "/a#b",
  "/%00",
  "/a[b]",
  "/%41",
  "//",
];

/** A request near the edges of a batch's rules: what they name, and what is almost that. */
export function randomRequest(random: Random, aims: readonly Aim[]): Probe {
  const { below, pick, chance } = random;
  const aim = pick(aims);
  const entryPoint = chance(0.7) ? pick(aim.entryPoints) : pick(POINTS);
  const calls = callsOf(aim.rule);
  const near = (pool: readonly string[], names: RegExp): string => {
    const fitting = calls.filter(({ name }) => names.test(name)).flatMap(({ args }) => args);
    return fitting.length > 0 && chance(0.75) ? pick(fitting) : pick(pool);
  };
  const isTls = chance(0.85) ? aim.tls || entryPoint === "websecure" : chance(0.5);
  const host = hostOf(near(HOSTS, /^Host(?:Header|SNI)?$/), random);
  const path = pathOf(near(chance(0.35) ? ODD_PATHS : PATHS, /^Path(?:Prefix)?$/), random);
  const asked = calls.filter(({ name }) => name.startsWith("Query")).filter(() => chance(0.7));
  const queries = [
    ...asked.map(({ args: [key = "", value = "1"] }) =>
      (key.includes("=") ? key : `${key}=${value}`).replaceAll(" ", "%20"),
    ),
    ...Array.from({ length: chance(0.3) ? 1 + below(2) : 0 }, () => queryOf(random)),
  ].map((text) => text.replace(/[{}^$]/g, ""));
  const query = queries.length > 0 ? `?${queries.join(pick(["&", "&", ";"]))}` : chance(0.03) ? "?" : "";
  const wanted = calls
    .filter(({ name }) => /^Headers?(?:Regexp)?$/.test(name) && chance(0.7))
    .map(({ args: [name = "", value = ""] }) => [name, value.replace(/[\^$]/g, "")] as const)
    .filter(([name]) => name !== "Host");
  const others = Array.from({ length: below(3) }, () => {
    const name = pick(HEADERS.filter((header) => header !== "Host"));
    return [name, pick(VALUES)] as const;
  });
  const headers = [...wanted, ...others];
  if (chance(0.05)) headers.push(["Connection", pick(["x-probe", "close, X-Probe", "upgrade"])] as const);
  if (chance(0.03)) headers.push(["Upgrade", "websocket"] as const);
  const name = host.replace(/:\d+$/, "").replace(/\.$/, "");
  const isName = !/^[\d.]+$|^\[/.test(name) && name !== "";
  return {
    entryPoint,
    from: `127.0.0.${1 + below(4)}`,
    method: chance(0.8) ? near(METHODS, /^Method$/) : pick(METHODS),
    host,
    target: /[?#]|^\*$/.test(path) ? path : path + query,
    headers,
    tls: isTls
      ? {
          serverName: chance(0.1)
            ? ""
            : chance(0.12)
              ? pick(["a.test", "c.test", "z.test"])
              : isName
                ? name
                : "",
          // without HTTP/1.1 the handshake with an HTTP server ends, and with h2 it is another language
          alpn: chance(0.3) ? [pick(ALPN), "http/1.1"] : chance(0.1) ? [] : ["http/1.1"],
        }
      : null,
  };
}

function callsOf(rule: string): { readonly name: string; readonly args: readonly string[] }[] {
  return [...rule.matchAll(/(\w+)\(((?:`[^`]*`|"[^"]*"|[, ])*)\)/g)].map(([, name = "", args = ""]) => ({
    name,
    args: [...args.matchAll(/`([^`]*)`/g)].map(([, text = ""]) => text),
  }));
}

function hostOf(text: string, { pick, chance }: Random): string {
  const host = text.replace("*", pick(["x", "y-z", "B"]));
  const cased = chance(0.1) ? host.toUpperCase() : host;
  return `${cased}${chance(0.05) ? "." : ""}${chance(0.1) ? pick([":8080", ":443"]) : ""}`.replace(
    /\.\./,
    ".",
  );
}

function pathOf(text: string, { pick, chance }: Random): string {
  const path = chance(0.25) ? text + pick(["/", "b", "/..", "%2F", ";x", "/%2e"]) : text;
  // a blank cannot be sent; other bytes can
  return path.replaceAll(" ", () => (chance(0.7) ? "%20" : "+")).replace(/[{}]/g, "");
}

function queryOf({ pick, chance }: Random): string {
  const key = pick(KEYS).replace(" ", () => (chance(0.5) ? "+" : "%20"));
  return chance(0.2) ? key : `${key}=${pick(VALUES).replaceAll(" ", "%20")}`;
}

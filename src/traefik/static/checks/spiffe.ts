import { structOf, textOf } from "../../check/values.ts";
import { goOf } from "../../check/behaviour.ts";
import { parseIp } from "../../go/net.ts";
import { quote } from "../../go/strconv.ts";
import { parseUrl, type GoUrl } from "../../go/url.ts";
import type { StaticFault, StaticSubject } from "../fault.ts";

/** The address of the SPIFFE workload API, which Traefik asks for its identity before it starts. */
export function checkSpiffe({ configuration, version }: StaticSubject): StaticFault[] {
  const address = textOf(structOf(configuration, "spiffe") ?? {}, "workloadAPIAddr");
  if (address === "") return [];
  const url = parseUrl(address, goOf(version));
  const error = url.ok
    ? addressError(url.value, /^\w+:\/\/[^/?#]*@/.test(address))
    : `is not a valid URI: ${url.error}`;
  if (error === null) return [];
  return [
    {
      rule: "static-value",
      path: ["spiffe", "workloadAPIAddr"],
      message: `spiffe.workloadAPIAddr cannot be ${quote(address)}`,
      hint: "write unix:///path/to/socket or tcp://127.0.0.1:8081",
      text: `unable to create SPIFFE x509 source: workload endpoint ${error}`,
    },
  ];
}

/** go-spiffe's verdict on the parts of the address. */
function addressError(url: GoUrl, hasUser: boolean): string | null {
  if (url.scheme !== "tcp" && url.scheme !== "unix") {
    return 'socket URI must have a "tcp" or "unix" scheme';
  }
  const wrong = url.scheme === "tcp" ? tcpError(url, hasUser) : unixError(url, hasUser);
  return wrong === null ? null : `${url.scheme} socket URI ${wrong}`;
}

function tcpError({ opaque, host, path, rawQuery, fragment }: GoUrl, hasUser: boolean): string | null {
  if (opaque !== "") return "must not be opaque";
  if (hasUser) return "must not include user info";
  if (host === "") return "must include a host";
  if (path !== "") return "must not include a path";
  if (rawQuery !== "") return "must not include query values";
  if (fragment !== "") return "must not include a fragment";
  const [, name = "", port = ""] = /^\[?([^\]]*?)\]?(?::(\d*))?$/.exec(host) ?? [];
  if (parseIp(name) === undefined) return "host component must be an IP:port";
  return port === "" ? "host component must include a port" : null;
}

function unixError({ opaque, host, path, rawQuery, fragment }: GoUrl, hasUser: boolean): string | null {
  if (opaque !== "") return "must not be opaque";
  if (hasUser) return "must not include user info";
  if (host === "" && path === "") return "must include a path";
  if (rawQuery !== "") return "must not include query values";
  return fragment === "" ? null : "must not include a fragment";
}

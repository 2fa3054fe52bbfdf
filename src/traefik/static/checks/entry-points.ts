import { flagOf, integerOf, listOf, structOf, textOf, textsOf } from "../../check/values.ts";
import { rangeError, rangeHint } from "../../ip-range.ts";
import { quote } from "../../go/strconv.ts";
import type { Struct } from "../../load/configuration.ts";
import { starts } from "../behaviour.ts";
import type { StaticFault, StaticPath, StaticSubject } from "../fault.ts";
import { parseListenAddress } from "../listen-address.ts";

/** Entry points that Traefik cannot open, or whose server it cannot build. */
export function checkEntryPoints({ configuration, version }: StaticSubject): StaticFault[] {
  const entryPoints = structOf(configuration, "entryPoints") ?? {};
  return Object.keys(entryPoints).flatMap((name) =>
    // that is told already, by `nameless`
    name === "" && starts(version, "namelessPanics")
      ? []
      : checkEntryPoint(name, structOf(entryPoints, name) ?? {}),
  );
}

/** How Traefik begins its errors about one entry point. */
type Say = (error: string) => string;

function checkEntryPoint(name: string, entryPoint: Struct): StaticFault[] {
  const path = ["entryPoints", name];
  const say: Say = (error) => `error while building entryPoint ${name}: ${error}`;
  const address = textOf(entryPoint, "address");
  const slash = address.indexOf("/");
  const protocol = slash < 0 ? "tcp" : address.slice(slash + 1);
  const listen = slash < 0 ? address : address.slice(0, slash);
  switch (protocol.toLowerCase()) {
    case "tcp":
      return [...checkAddress(path, listen, say), ...checkTcp(path, entryPoint, say)];
    case "udp":
      return [...checkAddress(path, listen, say, true), ...checkUdp(path, entryPoint, say)];
    default:
      return [
        {
          rule: "listen-address",
          path: [...path, "address"],
          message: `entry point ${name}: ${quote(protocol)} is no protocol`,
          hint: "an address ends in nothing, /tcp or /udp",
          text: say(`invalid protocol: ${protocol}`),
        },
      ];
  }
}

function checkAddress(path: StaticPath, address: string, say: Say, udp = false): StaticFault[] {
  const listen = parseListenAddress(address);
  if (listen.ok) return [];
  const opening = udp
    ? "error creating listener: listen packet: listen udp"
    : "building listener: error opening listener: listen tcp";
  return [
    {
      rule: "listen-address",
      path: [...path, "address"],
      message: `entry point ${path[1]} cannot listen on ${quote(address)}: ${listen.error}`,
      hint: addressHint(address),
      text: say(`${opening}: ${udp ? listen.error.replace("lookup tcp/", "lookup udp/") : listen.error}`),
    },
  ];
}

function addressHint(address: string): string | null {
  if (/^\d+$/.test(address)) return `did you mean ":${address}"?`;
  if (/\$\{|\{\{|\$[A-Z]/.test(address)) return "the static file knows no variables and no templates";
  if (/^https?:/i.test(address)) return "an address has no scheme: write :443";
  if (/^[0-9a-f:]+:[0-9a-f:]*$/i.test(address) && address.split(":").length > 3)
    return "write IPv6 addresses as [::1]:80";
  return "write :80 or 127.0.0.1:80";
}

function checkTcp(path: StaticPath, entryPoint: Struct, say: Say): StaticFault[] {
  const http = structOf(entryPoint, "http") ?? {};
  const http3 = structOf(entryPoint, "http3");
  return [
    ...checkProxyProtocol(path, entryPoint, (error) =>
      say(`building listener: error creating proxy protocol listener: ${error}`),
    ),
    ...checkServer(path, entryPoint, http, (error) => say(`creating HTTP server: ${error}`)),
    ...(http3 && integerOf(http3, "advertisedPort") < 0
      ? [
          negative(
            [...path, "http3", "advertisedPort"],
            say("creating HTTP3 server: advertised port must be greater than or equal to zero"),
          ),
        ]
      : []),
  ];
}

function checkProxyProtocol(path: StaticPath, entryPoint: Struct, say: Say): StaticFault[] {
  const proxyProtocol = structOf(entryPoint, "proxyProtocol");
  if (!proxyProtocol || flagOf(proxyProtocol, "insecure")) return [];
  if (textsOf(proxyProtocol, "trustedIPs").length === 0) {
    return [
      {
        rule: "static-value",
        path: [...path, "proxyProtocol"],
        message: `entry point ${path[1]}: proxyProtocol trusts nobody`,
        hint: "give it trustedIPs, or insecure: true to trust everybody",
        text: say("no trusted IPs provided"),
      },
    ];
  }
  return checkTrustedIps([...path, "proxyProtocol"], proxyProtocol, say);
}

const HEADER_STRATEGIES = ["keep", "delete", "reject"];

function checkServer(path: StaticPath, entryPoint: Struct, http: Struct, say: Say): StaticFault[] {
  const http2 = structOf(entryPoint, "http2") ?? {};
  return [
    ...HTTP2_LIMITS.filter(([field]) => integerOf(http2, field) < 0).map(([field, words]) =>
      negative([...path, "http2", field], say(`${words} value must be greater than or equal to zero`)),
    ),
    ...checkTrustedIps([...path, "forwardedHeaders"], structOf(entryPoint, "forwardedHeaders") ?? {}, say),
    ...checkHeaderStrategies([...path, "http"], http, say),
  ];
}

const HTTP2_LIMITS = [
  ["maxConcurrentStreams", "max concurrent streams"],
  ["maxDecoderHeaderTableSize", "max decoder header table size"],
  ["maxEncoderHeaderTableSize", "max encoder header table size"],
] as const;

/** The deprecated option counts only where the other is not given; both may not differ. */
function checkHeaderStrategies(path: StaticPath, http: Struct, say: Say): StaticFault[] {
  const alias = textOf(http, "aliasHeadersStrategy");
  const underscore = textOf(http, "underscoreHeadersStrategy");
  if (alias !== "" && underscore !== "" && alias !== underscore) {
    return [
      {
        rule: "static-conflict",
        path: [...path, "underscoreHeadersStrategy"],
        message: `entry point ${path[1]}: underscoreHeadersStrategy and aliasHeadersStrategy differ`,
        hint: "remove underscoreHeadersStrategy, the deprecated one",
        text: `entry point ${quote(String(path[1]))} cannot have both underscoreHeadersStrategy and aliasHeadersStrategy options configured with different values`,
      },
    ];
  }
  const [field, value] =
    alias === "" ? ["underscoreHeadersStrategy", underscore] : ["aliasHeadersStrategy", alias];
  if (value === "" || HEADER_STRATEGIES.includes(value)) return [];
  return [
    {
      rule: "static-value",
      path: [...path, field],
      message: `entry point ${path[1]}: ${field} cannot be ${quote(value)}`,
      hint: `there is ${HEADER_STRATEGIES.join(", ")}`,
      text: say(`invalid ${field} value ${quote(value)}`),
    },
  ];
}

function checkTrustedIps(path: StaticPath, holder: Struct, say: Say): StaticFault[] {
  for (const [index, range] of listOf(holder, "trustedIPs").entries()) {
    const error = typeof range === "string" ? rangeError(range) : null;
    if (error === null || typeof range !== "string") continue;
    return [
      {
        rule: "static-value",
        path: [...path, "trustedIPs", index],
        message: `${quote(range)} is neither an IP address nor a CIDR range`,
        hint: rangeHint(range),
        text: say(error),
      },
    ];
  }
  return [];
}

function checkUdp(path: StaticPath, entryPoint: Struct, say: Say): StaticFault[] {
  const udp = structOf(entryPoint, "udp");
  if (!udp || integerOf(udp, "timeout") > 0) return [];
  return [
    {
      rule: "static-value",
      path: [...path, "udp", "timeout"],
      message: `entry point ${path[1]}: udp.timeout is not above zero`,
      text: say("error creating listener: timeout should be greater than zero"),
    },
  ];
}

function negative(path: StaticPath, text: string): StaticFault {
  return {
    rule: "static-value",
    path,
    message: `entry point ${path[1]}: ${path.slice(2).join(".")} is below zero`,
    text,
  };
}

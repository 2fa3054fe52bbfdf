import { quote } from "../../go/strconv.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import { inOrder, type Bench } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import { fault, type Fault } from "../fault.ts";
import type { Holder } from "../http/bench.ts";
import { qualify } from "../names.ts";
import { find, maybeElsewhere, unknownName } from "../references.ts";
import { checkSpiffe } from "../tls/spiffe.ts";
import { flagOf, integerOf, structOf, structsOf, textOf, textsOf } from "../values.ts";

/** How a TCP server is dialled: the transport it names, its PROXY protocol, its TLS. */
export function checkTcpServer(bench: Bench, { owner, name }: Holder, balancer: Struct): readonly Fault[] {
  const written = textOf(balancer, "serversTransport");
  if (written === "") return checkProxyProtocol(bench, owner, structOf(balancer, "proxyProtocol"));
  const qualified = qualify(written, name);
  const transport = find(bench, "tcp.serversTransports", qualified)?.source;
  const notFound = `TCP dialer not found ${qualified}`;
  const says = behaves(bench.version, "tcpDialer");
  if (transport) {
    const faults = inOrder(
      () => checkProxyProtocol(bench, transport, structOf(transport.value, "proxyProtocol")),
      () => checkTls(transport, structOf(transport.value, "tls")),
    );
    return says ? faults : faults.map((found) => ({ ...found, text: notFound }));
  }
  if (qualified === "default@internal" || maybeElsewhere(bench, "tcp.serversTransports", qualified))
    return [];
  const reference = { name: written, at: [balancer, "serversTransport"] as const };
  const text = says ? `no transport configuration found for ${quote(qualified)}` : notFound;
  return [unknownName(bench, "tcp.serversTransports", reference, qualified, owner, text)];
}

function checkProxyProtocol(
  { version }: Bench,
  owner: LoadedObject,
  proxyProtocol: Struct | undefined,
): readonly Fault[] {
  const number = proxyProtocol ? integerOf(proxyProtocol, "version") : 1;
  if (!proxyProtocol || (number >= 1 && number <= 2) || !behaves(version, "tcpDialer")) return [];
  return [
    fault(`unknown proxyProtocol version: ${number}`, {
      rule: "out-of-range",
      owner,
      at: [proxyProtocol, "version"],
      says: `the PROXY protocol has the versions 1 and 2, not ${number}`,
    }),
  ];
}

function checkTls(owner: LoadedObject, tls: Struct | undefined): readonly Fault[] {
  const spiffe = tls && structOf(tls, "spiffe");
  if (!tls || !spiffe) return [];
  return inOrder(
    () => checkSpiffe(owner, spiffe),
    () =>
      hasOtherSettings(tls)
        ? [
            fault("TLS and SPIFFE configuration cannot be defined at the same time", {
              rule: "conflicting-options",
              owner,
              at: [tls, "spiffe"],
              says: "spiffe and other TLS settings exclude each other",
            }),
          ]
        : [],
  );
}

function hasOtherSettings(tls: Struct): boolean {
  return (
    flagOf(tls, "insecureSkipVerify") ||
    textsOf(tls, "rootCAs").length > 0 ||
    textOf(tls, "serverName") !== "" ||
    structsOf(tls, "certificates").length > 0 ||
    textOf(tls, "peerCertURI") !== ""
  );
}

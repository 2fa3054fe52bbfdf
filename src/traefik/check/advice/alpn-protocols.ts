import { nearest } from "../../../nearest.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { listOf, textsOf } from "../values.ts";

/** Those of IANA's registry that are spoken over TLS and TCP. */
const KNOWN = (
  "h2 http/1.1 http/1.0 http/0.9 acme-tls/1 ftp imap pop3 managesieve nntp nnsp irc xmpp-client " +
  "xmpp-server mqtt dot coap co postgresql tds/8.0 smb sip/2 sunrpc ntske/1 dicom webrtc " +
  "c-webrtc stun.turn stun.nat-discovery radius/1.0 radius/1.1 spdy/1 spdy/2 spdy/3"
).split(" ");
const ALIASES: Readonly<Record<string, string>> = {
  http: "http/1.1",
  http1: "http/1.1",
  http2: "h2",
  http20: "h2",
};
/** What is agreed on without this list. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  h3: "HTTP/3 has a handshake of its own: http3 of the entry point switches it on",
  h2c: "HTTP/2 over TLS is h2",
};
const HTTP = new Set(["h2", "http/1.1"]);

/**
 * ALPN protocols in options: Traefik offers whatever is written, letter by letter, and refuses a client that offers
 * protocols none of which is among them. A name of somebody's own, which is like none that is known, is left alone.
 */
export function adviseAlpn({ configuration, ledger }: Bench): void {
  for (const options of configuration.objects["tls.options"].values()) {
    const protocols = textsOf(options.value, "alpnProtocols");
    for (const [index, protocol] of protocols.entries()) {
      const hint = hintFor(protocol);
      if (hint === null) continue;
      const refuses = protocols.some((name) => HTTP.has(name))
        ? ""
        : "; browsers, which offer h2 and http/1.1, are refused";
      ledger.remark("unknown-alpn-protocol", {
        place: placeOf(options, [listOf(options.value, "alpnProtocols"), index]),
        object: options,
        message: `${describe(options)}: no client asks for the ALPN protocol ${JSON.stringify(protocol)}${refuses}`,
        hint,
      });
    }
  }
}

/** What was meant; null where the name is a good one, or may be. */
function hintFor(protocol: string): string | null {
  if (KNOWN.includes(protocol)) return null;
  const plain = plainOf(protocol);
  const elsewhere = ELSEWHERE[plain] ?? (plain === "http3" ? ELSEWHERE["h3"] : undefined);
  if (elsewhere !== undefined) return elsewhere;
  const meant = ALIASES[plain] ?? KNOWN.find((known) => plainOf(known) === plain) ?? nearest(protocol, KNOWN);
  return meant === null ? (protocol === "" ? "leave the empty name out" : null) : `did you mean "${meant}"?`;
}

/** `HTTP/1.1` and `http1.1` are both `http11`. */
function plainOf(protocol: string): string {
  return protocol.toLowerCase().replace(/[^a-z0-9]/g, "");
}

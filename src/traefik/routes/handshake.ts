import { writtenName } from "../check/names.ts";
import { toLower } from "../go/fold.ts";
import { trimSpace } from "../go/mime.ts";
import { parseAddr } from "../go/netip.ts";
import type { Gateway } from "../model/gateway.ts";

/**
 * Why Traefik refuses a TLS handshake: no certificate is for the name that the client asks for, and its options have
 * `sniStrict`, so that the default certificate does not do.
 *
 * @param options qualified name
 * @returns null: it does not, or it cannot be known which certificates there are
 */
export function refusedHandshake(gateway: Gateway, options: string, serverName: string): string | null {
  if (gateway.tlsOptions.get(options)?.sniStrict !== true) return null;
  const names = gateway.certificateNames()?.flatMap((name) => name.split(","));
  if (names === undefined) return null;
  const wanted = toLower(trimSpace(serverName));
  // a client without a name asks for the address that it has come to, which is not known here
  const isFound = wanted === "" ? names.some(isAddress) : names.some((name) => isFor(name, wanted));
  if (isFound) return null;
  const asked = wanted === "" ? "a client that asks for no name" : serverName;
  return `no certificate is for ${asked}, and ${told(options)} have sniStrict: Traefik refuses the handshake`;
}

/**
 * What a client is taken to do in the handshake, without which Traefik refuses it: to show a certificate.
 *
 * @param options qualified name
 * @returns null: nothing out of the ordinary
 */
export function wantedOfClient(gateway: Gateway, options: string): string | null {
  const type = gateway.tlsOptions.get(options)?.clientAuth;
  if (type !== "RequireAnyClientCert" && type !== "RequireAndVerifyClientCert") return null;
  const certificate =
    type === "RequireAnyClientCert" ? "a certificate" : "a certificate of one of their caFiles";
  return `the client is taken to show ${certificate}: ${told(options)} have ${type}, and Traefik refuses the handshake of others`;
}

function told(options: string): string {
  return options === "default" ? "the default TLS options" : `TLS options ${writtenName(options)}`;
}

/** Traefik's matchDomain: a `*` stands for the first label. */
function isFor(name: string, wanted: string): boolean {
  return name === wanted || name.replace(/\.+$/, "") === wanted.replace(/^[^.]*/, "*");
}

function isAddress(name: string): boolean {
  return parseAddr(name).ok || /^\*(?:\.\d+){3}$/.test(name);
}

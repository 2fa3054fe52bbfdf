import { splitHostPort } from "../go/net.ts";
import { parseAddr } from "../go/netip.ts";
import { failure, success, type GoResult } from "../go/result.ts";
import { SERVICE_PORTS } from "./service-ports.ts";

/** Where an entry point listens. */
export interface ListenAddress {
  /** as written, without brackets; empty for all addresses */
  readonly host: string;
  /** 0: any that is free */
  readonly port: number;
}

/**
 * An address as Go's net.Listen takes it: empty, or `host:port` with a port of decimal digits or the name of a
 * service. Whether the host is an address of the machine, its name can be looked up, or another process has the port,
 * nobody can know here.
 *
 * @returns the address, or Go's error behind `listen tcp: `
 */
export function parseListenAddress(address: string): GoResult<ListenAddress> {
  if (address === "") return success({ host: "", port: 0 });
  const parts = splitHostPort(address);
  if (!parts.ok) return failure(`address ${address}: ${parts.error}`);
  const { host, port } = parts.value;
  const number = portNumber(port);
  if (number === null) return failure(`lookup tcp/${port}: unknown port`);
  if (number < 0 || number > 65_535) return failure(`address ${port}: invalid port`);
  if (isNoHost(host)) return failure(`lookup ${host}: no such host`);
  return success({ host, port: number });
}

/** Go's parsePort and LookupPort: an empty port is 0, digits may have a sign, names have any letter case. */
function portNumber(port: string): number | null {
  if (/^[+-]?\d*$/.test(port)) return Number(/^[+-]?0*$/.test(port) ? 0 : port);
  return SERVICE_PORTS[port.toLowerCase()] ?? null;
}

/** No address, and no domain name either: Go asks no name server for what is all digits and dots. */
function isNoHost(host: string): boolean {
  if (host === "" || parseAddr(host).ok) return false;
  return !/[a-z_]/i.test(host) || !/^[\w.-]+$/.test(host) || host.includes("..");
}

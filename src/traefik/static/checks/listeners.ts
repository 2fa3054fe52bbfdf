import { parseIp } from "../../go/net.ts";
import type { EntryPointFacts } from "../facts.ts";
import type { StaticFault, StaticSubject } from "../fault.ts";
import { parseListenAddress, type ListenAddress } from "../listen-address.ts";

interface Listener {
  readonly name: string;
  readonly network: "tcp" | "udp";
  readonly address: ListenAddress;
  readonly facts: EntryPointFacts;
}

/** Entry points that want the same address: only one gets it, and Traefik does not start. */
export function checkListeners({ configuration, facts }: StaticSubject): StaticFault[] {
  const ports = new Map<string, Port>();
  return listenersOf(facts.entryPoints).flatMap((listener) => {
    const { port } = listener.address;
    if (port === 0) return [];
    const place = `${listener.network} ${port}`;
    let taken = ports.get(place);
    if (!taken) ports.set(place, (taken = { all: {}, everywhere: {}, hosts: new Map() }));
    const other = occupy(taken, listener);
    return other ? [conflict(listener, other, configuration)] : [];
  });
}

/** In the order in which Traefik opens them: those of TCP with their HTTP/3, then those of UDP. */
function listenersOf(entryPoints: ReadonlyMap<string, EntryPointFacts>): Listener[] {
  const ordered = [...entryPoints].toSorted(([, a], [, b]) => rank(a) - rank(b));
  return ordered.flatMap(([name, facts]) => {
    const address = parseListenAddress(facts.address);
    if (!address.ok) return [];
    const listener = (network: "tcp" | "udp"): Listener => ({ name, network, address: address.value, facts });
    if (facts.protocol === "udp") return [listener("udp")];
    // HTTP/3 is over UDP, on the same port
    return facts.http3 ? [listener("tcp"), listener("udp")] : [listener("tcp")];
  });
}

function rank({ protocol }: EntryPointFacts): number {
  return protocol === "tcp" ? 0 : 1;
}

/** Who has a port already, by the addresses of the machine. */
interface Port {
  readonly all: Holders;
  readonly everywhere: Holders;
  readonly hosts: Map<string, Holders>;
}

/** The first that would share it with others who do (`reusePort`), and the first that would not. */
interface Holders {
  sharing?: Listener;
  exclusive?: Listener;
}

/** Takes an address; returns who has it, if that excludes the newcomer. */
function occupy(port: Port, listener: Listener): Listener | undefined {
  const host = hostKey(listener.address.host);
  const ofHost = host === null ? port.everywhere : (port.hosts.get(host) ?? {});
  if (host !== null) port.hosts.set(host, ofHost);
  const rivals = host === null ? [port.all] : [ofHost, port.everywhere];
  const shares = listener.facts.reusePort;
  const other = rivals
    .map(({ sharing, exclusive }) => exclusive ?? (shares ? undefined : sharing))
    .find(Boolean);
  for (const holders of [port.all, ofHost]) holders[shares ? "sharing" : "exclusive"] ??= listener;
  return other;
}

/** One key for all writings of an address; null for all addresses of the machine. */
function hostKey(host: string): string | null {
  const ip = parseIp(host);
  if (ip) return isUnspecified(ip.bytes) ? null : ip.bytes.join(".");
  return host === "" ? null : host.toLowerCase();
}

/** `::` and `0.0.0.0`, which is `::ffff:0.0.0.0` in IPv6. */
function isUnspecified(bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => byte === 0 || (byte === 0xff && (i === 10 || i === 11)));
}

function conflict(
  listener: Listener,
  other: Listener,
  configuration: StaticSubject["configuration"],
): StaticFault {
  // what Traefik adds by itself stands nowhere: the other is to blame
  const added = !isWritten(configuration, listener.name);
  const network = listener.network === "udp" ? " (UDP)" : "";
  return {
    rule: "listen-conflict",
    path: ["entryPoints", added ? other.name : listener.name, "address"],
    message: `entry points ${other.name} and ${listener.name} listen on the same port ${listener.address.port}${network}`,
    hint: added ? `Traefik adds the entry point ${listener.name} on :8080 for its own services` : null,
    text: conflictText(listener),
  };
}

function isWritten(configuration: StaticSubject["configuration"], name: string): boolean {
  const entryPoints = configuration["entryPoints"];
  return typeof entryPoints === "object" && Object.hasOwn(entryPoints, name);
}

function conflictText({ name, network, facts }: Listener): string {
  const opening =
    network === "tcp"
      ? "building listener: error opening listener"
      : facts.protocol === "udp"
        ? "error creating listener: listen packet"
        : "creating HTTP3 server: starting listener";
  return `error while building entryPoint ${name}: ${opening}: listen ${network} ${facts.address}: bind: address already in use`;
}

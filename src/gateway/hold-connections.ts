import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type ListenOptions, type Server, type Socket } from "node:net";
import { networkInterfaces } from "node:os";

/** New connections that wait outside. */
export interface Held {
  /** lets them in, where it has not been done yet; gives for how long they waited at most, in milliseconds */
  readonly release: () => Promise<number>;
}

/** A client asks again after 1 s and 3 s, and some give up soon after. Milliseconds. */
const AT_MOST = 2_500;
/** The kernel lets one more connection in than it is told. */
const BACKLOG = 1;

/**
 * Lets new connections to these ports wait, on Linux, while those that are open go on.
 *
 * A Traefik that listens answers 404 until it has its routes, and one that shares a port gets connections as soon as
 * it listens. But a listener on an address of its own goes before those on all addresses (`:8000`). So for a moment
 * there is one, with a queue that two connections of ours fill, where nobody accepts: the kernel passes over what
 * arrives, and the client's system asks again a second later.
 *
 * The sockets are held by a child that does nothing (`git` is there wherever git-sync runs): Node would accept.
 *
 * @param ports of entry points on all addresses, which share them (`reusePort`)
 * @throws where this cannot be done; the message says why
 */
export async function holdConnections(ports: readonly number[]): Promise<Held> {
  if (process.platform !== "linux") throw new Error("only Linux lets new connections wait");
  if (!canSharePorts(process.versions.node)) throw new Error("Node cannot share ports before 22.12");
  if (ports.length === 0) throw new Error("no entry point is open on all addresses");
  const servers: Server[] = [];
  const fillers: Socket[] = [];
  let holder: ChildProcess | null = null;
  // Until the holder has them, only promises that are settled without the event loop may be awaited: it would accept.
  try {
    for (const host of ownAddresses()) {
      for (const port of ports) {
        const server = createServer();
        servers.push(server);
        const options: ListenOptions & { reusePort: boolean } = {
          host,
          port,
          backlog: BACKLOG,
          reusePort: true,
        };
        await once(server.listen(options), "listening");
        for (let filled = 0; filled <= BACKLOG; filled++) fillers.push(await startConnection(host, port));
      }
    }
    holder = spawn("git", ["stripspace"], {
      stdio: ["pipe", "ignore", "ignore", ...servers.map(descriptorOf)],
      detached: true,
    });
    if (holder.pid === undefined) throw new Error("git cannot be started");
  } catch (error) {
    for (const socket of fillers) socket.destroy();
    throw error;
  } finally {
    for (const server of servers) server.close();
  }
  return heldBy(holder, fillers);
}

/** Node 22.12 and 23.1 brought `reusePort`. */
export function canSharePorts(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
}

function heldBy(holder: ChildProcess, fillers: readonly Socket[]): Held {
  const began = Date.now();
  let heldFor: Promise<number> | null = null;
  const letIn = async (): Promise<number> => {
    clearTimeout(timer);
    const ended = once(holder, "exit");
    holder.kill("SIGKILL");
    await ended;
    for (const socket of fillers) socket.destroy();
    return Date.now() - began;
  };
  const release = async (): Promise<number> => (heldFor ??= letIn());
  const timer = setTimeout(() => void release(), AT_MOST);
  return { release };
}

/** @returns when the system has been asked for the connection: on this machine it is made then */
async function startConnection(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  socket.on("error", () => undefined);
  await once(socket, "connectionAttempt");
  return socket;
}

/** Node has no other name for it. */
function descriptorOf(server: Server): number {
  const handle: unknown = Reflect.get(server, "_handle");
  const fd: unknown = typeof handle === "object" && handle !== null ? Reflect.get(handle, "fd") : null;
  if (typeof fd !== "number" || fd < 0) throw new Error("Node does not tell the socket's descriptor");
  return fd;
}

function ownAddresses(): string[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.map(({ address, scopeid }) => (scopeid ? `${address}%${name}` : address)),
  );
}

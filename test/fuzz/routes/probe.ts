import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect as tlsConnect } from "node:tls";

/** One request as it goes over the wire. */
export interface Probe {
  readonly entryPoint: string;
  readonly from: string;
  readonly method: string;
  readonly host: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** null: no TLS */
  readonly tls: { readonly serverName: string; readonly alpn: readonly string[] } | null;
}

/** What came back: the name that a router's answer tells, a status with where it leads to, or nothing. */
export type Outcome = `router ${string}` | `status ${string}` | "closed";

/** Asks the real Traefik by a connection of its own. */
export async function probe(port: number, asked: Probe): Promise<Outcome> {
  const socket = connect({ port, host: "127.0.0.1", localAddress: asked.from });
  socket.setNoDelay(true);
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no answer within 10 s")), 10_000);
      const done = (outcome: Outcome): void => {
        clearTimeout(timer);
        resolve(outcome);
      };
      socket.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNRESET" || error.code === "EPIPE") done("closed");
        else reject(error);
      });
      if (asked.tls === null) talk(socket, asked, done);
      else handshake(socket, asked, asked.tls, done);
    });
  } finally {
    socket.destroy();
  }
}

function handshake(
  socket: Socket,
  asked: Probe,
  { serverName, alpn }: NonNullable<Probe["tls"]>,
  done: (outcome: Outcome) => void,
): void {
  const shim = peeking(socket, done);
  const secure = tlsConnect({
    socket: shim,
    rejectUnauthorized: false,
    ...(serverName === "" ? {} : { servername: serverName }),
    ...(alpn.length === 0 ? {} : { ALPNProtocols: [...alpn] }),
  });
  // what is cut off, or refused in the handshake, is closed; what a TCP router's server says has been seen already
  secure.once("error", () => done("closed"));
  secure.once("secureConnect", () => talk(secure, asked, done));
}

/** A stream through which a handshake goes, unless the server speaks first and in the clear: it has got a passed on ClientHello. */
function peeking(socket: Socket, done: (outcome: Outcome) => void): Duplex {
  const shim = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, next) => void socket.write(chunk, next),
    final: (next) => void socket.end(next),
  });
  socket.on("data", (chunk: Buffer) => {
    const name = nameIn(chunk);
    if (name === null) shim.push(chunk);
    else done(`router ${name}`);
  });
  socket.once("close", () => shim.push(null));
  return shim;
}

function nameIn(chunk: Buffer): string | null {
  return /^tcp:(\S+)\n/.exec(chunk.toString("latin1"))?.[1] ?? null;
}

function talk(stream: Duplex, asked: Probe, done: (outcome: Outcome) => void): void {
  const { method, target, host, headers } = asked;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  let got = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    got = Buffer.concat([got, chunk]);
    const name = nameIn(got);
    if (name !== null) done(`router ${name}`);
    const head = /^HTTP\/1\.1 (\d+)[^]*?\r\n\r\n/.exec(got.toString("latin1"));
    if (head) done(outcomeOf(head[0], head[1] ?? ""));
  });
  stream.once("close", () => done("closed"));
  stream.once("end", () => done("closed"));
  stream.write(`${lines.join("\r\n")}\r\n\r\n`);
}

function outcomeOf(head: string, status: string): Outcome {
  const router = /\r\nX-Router: ([^\r]*)/i.exec(head)?.[1];
  if (router !== undefined) return `router ${router}`;
  const location = /\r\nLocation: ([^\r]*)/i.exec(head)?.[1];
  return location === undefined ? `status ${status}` : `status ${status} ${location}`;
}

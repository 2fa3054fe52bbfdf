/** What a server answered. */
export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Asks for one page by HTTP/1.0, over a connection of its own: all that Traefik's API needs. Node's own client takes
 * longer to load, and to get going, than Traefik to answer.
 *
 * @param mostBytes of the answer
 * @returns null where the answer needs a real client: it is in pieces, or in an encoding
 * @throws when there is no whole answer in time
 */
export async function getPlain(
  { hostname, port, pathname, search, host, username, password }: URL,
  withinMs: number,
  mostBytes: number,
): Promise<PlainAnswer | null> {
  // loaded when it is needed: most runs of the hook ask nobody
  const { connect } = await import("node:net");
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) });
    const late = setTimeout(() => socket.destroy(new Error(`no answer within ${withinMs} ms`)), withinMs);
    socket
      .on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > mostBytes) socket.destroy(tooLong(mostBytes));
      })
      .on("end", () => resolve(Buffer.concat(chunks)))
      .on("error", reject)
      .on("close", () => {
        clearTimeout(late);
        reject(new Error("the connection was closed"));
      });
    const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    const authorization =
      username === "" && password === "" ? "" : `Authorization: Basic ${credentials.toString("base64")}\r\n`;
    socket.write(
      `GET ${pathname}${search} HTTP/1.0\r\nHost: ${host}\r\nAccept: application/json\r\n${authorization}\r\n`,
    );
  });
  return parseAnswer(bytes);
}

/** Why an answer is not read to its end. */
export function tooLong(mostBytes: number): Error {
  return new Error(`the answer is longer than ${mostBytes / 1024 / 1024} MiB`);
}

function parseAnswer(bytes: Buffer): PlainAnswer | null {
  const end = bytes.indexOf("\r\n\r\n");
  const head = bytes.toString("latin1", 0, Math.max(end, 0));
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(head)?.[1];
  if (status === undefined) throw new Error("the answer is no HTTP");
  if (/^(?:transfer|content)-encoding:/im.test(head)) return null;
  const length = /^content-length: *(\d+) *$/im.exec(head)?.[1];
  const body = bytes.subarray(end + 4);
  if (length !== undefined && body.length < Number(length)) throw new Error("the answer is not whole");
  return { status: Number(status), body: body.toString("utf8") };
}

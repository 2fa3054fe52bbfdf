import { createServer } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { getJson } from "../src/get-json.ts";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** @returns the URL of a server on 127.0.0.1 */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

/** A server that says just this and closes. */
async function saying(text: string): Promise<string> {
  return listen(
    createTcpServer((socket) => socket.on("error", () => undefined).once("data", () => socket.end(text))),
  );
}

it("asks as a client does, and reads what a server says", async () => {
  const url = await listen(
    createServer(({ url, method, headers }, response) => {
      response.end(
        JSON.stringify({ url, method, host: headers.host, authorization: headers.authorization, ä: "ü€😀" }),
      );
    }),
  );
  expect(await getJson(`${url}/api?a=b%20c`, 5_000)).toEqual({
    url: "/api?a=b%20c",
    method: "GET",
    host: new URL(url).host,
    ä: "ü€😀",
  });
  const credentials = Buffer.from("user:pass word").toString("base64");
  expect(await getJson(url.replace("//", "//user:pass%20word@"), 5_000)).toMatchObject({
    url: "/",
    authorization: `Basic ${credentials}`,
  });
});

it("takes an answer of megabytes", async () => {
  const long = "x".repeat(5_000_000);
  const url = await listen(createServer((_, response) => response.end(JSON.stringify(long))));
  expect(await getJson(url, 20_000)).toBe(long);
});

/** A server whose answer never ends, in as many pieces or in one. */
function endless(inPieces: boolean): Server {
  const head = `HTTP/1.1 200 OK\r\n${inPieces ? "Transfer-Encoding: chunked\r\n" : ""}\r\n`;
  const spaces = " ".repeat(1024 * 1024);
  const piece = inPieces ? `100000\r\n${spaces}\r\n` : spaces;
  return createTcpServer((socket) => {
    const send = (): void => void (socket.writable && socket.write(piece, send));
    socket.on("error", () => undefined).once("data", () => socket.write(head, send));
  });
}

it.each([false, true])("leaves off an answer without an end (in pieces: %s)", async (inPieces) => {
  const began = process.memoryUsage().arrayBuffers;
  const url = await listen(endless(inPieces));
  await expect(getJson(url, 30_000)).rejects.toThrow("the answer is longer than 64 MiB");
  expect(process.memoryUsage().arrayBuffers - began).toBeLessThan(100 * 1024 * 1024);
});

it("takes an answer in pieces, though it asked for none", async () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n';
  expect(await getJson(await saying(chunked), 5_000)).toEqual({ a: 1 });
});

it.each([
  ["HTTP/1.0 404 Not Found\r\n\r\n{}", "answered with status 404"],
  ["HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "answered with status 302"],
  ["HTTP/1.0 200 OK\r\n\r\n<html>", "answered with something else than JSON"],
  ["HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n{}", "the answer is not whole"],
  ["SSH-2.0-OpenSSH_9\r\n", "the answer is no HTTP"],
  ["", "the answer is no HTTP"],
])("does not take %j", async (text, error) => {
  await expect(getJson(await saying(text), 5_000)).rejects.toThrow(error);
});

it("gives up after its time, and where nobody is", async () => {
  const silent = await listen(createTcpServer((socket) => closing.push(() => socket.destroy())));
  await expect(getJson(silent, 50)).rejects.toThrow("no answer within 50 ms");
  const url = await listen(createTcpServer());
  closing.splice(0).forEach((close) => close());
  await expect(getJson(url, 5_000)).rejects.toThrow("ECONNREFUSED");
});

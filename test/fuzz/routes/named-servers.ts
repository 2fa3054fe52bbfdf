import { createServer, type AddressInfo } from "node:net";

/** Servers for TCP routers, each of which tells its name to whoever connects. */
export interface NamedServers {
  /** address by name */
  readonly addresses: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

export async function startNamedServers(names: readonly string[]): Promise<NamedServers> {
  const servers = await Promise.all(
    names.map(async (name) => {
      const server = createServer((socket) => {
        socket.on("error", () => undefined);
        socket.write(`tcp:${name}\n`);
        socket.resume();
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()));
      return { name, server };
    }),
  );
  const addresses = Object.fromEntries(
    servers.map(({ name, server }) => [name, `127.0.0.1:${(server.address() as AddressInfo).port}`]),
  );
  return {
    addresses,
    stop: async () => {
      await Promise.all(servers.map(({ server }) => new Promise((done) => server.close(done))));
    },
  };
}

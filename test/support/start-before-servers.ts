import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { routingTableOf, type RoutingTable } from "../../src/traefik/routes/routing-table.ts";
import { gatewayOf } from "./gateway-of.ts";
import { startTraefik, temporaryFolder, until } from "./traefik.ts";

/** What Traefik has to route to, and how. */
interface Routed {
  /** of the servers, of which each answers in its own way */
  readonly names: readonly string[];
  readonly answer: (name: string) => RequestListener;
  /** configurations by name; URL1 and the like are the servers' */
  readonly services: Readonly<Record<string, string>>;
  /** the services behind a router of the same name, which takes the path of that name */
  readonly routed: readonly string[];
  /** what the section `http` has besides */
  readonly more?: string;
}

/** The real Traefik before servers, and what we make of the same files. */
export interface BeforeServers {
  /** of the entry point `web` */
  readonly port: number;
  readonly table: RoutingTable;
  /** the name of the server with this URL, `""` where there is none */
  readonly nameOf: (url: string | undefined) => string;
  readonly end: () => Promise<void>;
}

/** Starts servers and the real Traefik before them, and waits until it has its routers. */
export async function startBeforeServers({
  names,
  answer,
  services,
  routed,
  more = "",
}: Routed): Promise<BeforeServers> {
  const servers = await Promise.all(names.map((name) => listening(answer(name))));
  const urls = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const lines = Object.entries(services).map(
    ([name, config]) =>
      `    ${name}: {${config.replace(/URL(\d)/g, (_, at) => urls[Number(at) - 1] ?? "")}}\n`,
  );
  const routers = routed.map((name) => `    ${name}: {rule: Path(\`/${name}\`), service: ${name}}\n`);
  const dynamic = `http:\n  routers:\n${routers.join("")}  services:\n${lines.join("")}${more}`;
  const folder = await temporaryFolder({ "conf.d/services.yaml": dynamic });
  const traefik = await startTraefik({ directory: `${folder.path}/conf.d`, entryPoints: ["web"] });
  const end = async (): Promise<void> => {
    await traefik.stop("SIGKILL");
    await folder.remove();
    for (const server of servers) server.close();
  };
  await until(
    "the routers",
    async () => `${routed.at(-1)}@file` in ((await traefik.rawData()).routers ?? {}),
  );
  const table = routingTableOf(
    gatewayOf({
      "traefik.yaml":
        'entryPoints: {web: {address: ":80"}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n',
      "conf.d/services.yaml": dynamic,
    }),
  );
  const nameOf = (url: string | undefined): string => names[urls.indexOf(url ?? "")] ?? "";
  return { port: traefik.ports["web"] ?? 0, table, nameOf, end };
}

async function listening(answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

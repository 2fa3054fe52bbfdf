import type { Tree } from "../../src/environment/tree.ts";
import { treeOf } from "../support/load-files.ts";

/** Numbers that are the same for the same seed (mulberry32). */
export function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

type Roll = (sides: number) => number;
type Objects = Record<string, unknown>;

/** What a random environment is made of: each object by its full name, in the file that holds it. */
export interface World {
  readonly statics: string;
  readonly objects: Map<string, { file: number; body: unknown }>;
  /** lines of comment before the content: what follows stands elsewhere */
  readonly shift: Map<number, number>;
  /** comments that ignore a finding */
  readonly ignored: Map<number, string>;
}

const FILES = 16;
const KINDS = [
  ["http", "routers", "r", 8],
  ["http", "services", "s", 8],
  ["http", "middlewares", "m", 8],
  ["http", "serversTransports", "t", 2],
  ["tcp", "routers", "r", 3],
  ["tcp", "services", "s", 3],
  ["tcp", "middlewares", "m", 2],
  ["udp", "routers", "r", 2],
  ["udp", "services", "s", 2],
  ["tls", "options", "o", 3],
] as const;

const STATICS = [
  "entryPoints:\n  web: { address: ':80' }\n  secure: { address: ':443' }\n  udp: { address: ':53/udp' }\n",
  "entryPoints:\n  web: { address: ':80', http: { middlewares: [m7] } }\n  secure: { address: ':443', http: { tls: {} } }\n  udp: { address: ':53/udp' }\n",
  "entryPoints:\n  web: { address: ':80', asDefault: true }\n  secure: { address: ':443', http: { tls: {} } }\n  udp: { address: ':53/udp' }\napi: {}\n",
];

/** Makes an environment in which nearly every name that is used is defined. */
export function randomWorld(roll: Roll): World {
  const world: World = {
    statics: STATICS[roll(STATICS.length)] ?? "",
    objects: new Map(),
    shift: new Map(),
    ignored: new Map(),
  };
  for (const [protocol, section, letter, count] of KINDS) {
    for (let index = 0; index < count; index++) {
      // what the static configuration names is always there, and so is what nearly everything may name
      if (index < count - 1 && roll(5) === 0) continue;
      const name = `${protocol}.${section}.${letter}${index}`;
      world.objects.set(name, { file: roll(FILES), body: null });
    }
  }
  for (const name of world.objects.keys()) remake(world, name, roll);
  return world;
}

/** Changes a few things, as a commit does. */
export function edit(world: World, roll: Roll): void {
  for (let times = 1 + roll(3); times > 0; times--) {
    const names = [...world.objects.keys()];
    const name = names[roll(names.length)] ?? "";
    const object = world.objects.get(name);
    if (!object) continue;
    const what = roll(20);
    if (what < 9) remake(world, name, roll);
    else if (what < 11) object.file = roll(FILES);
    else if (what < 14) world.shift.set(object.file, roll(4));
    else if (what < 15)
      world.ignored.set(object.file, ["shadowed-router", "unused-service", ""][roll(3)] ?? "");
    else if (what < 17) remove(world, name, roll);
    else if (what < 18)
      for (const [key, { file }] of world.objects) if (file === object.file) remove(world, key, roll);
    const [protocol, section, letter, count] = KINDS[roll(KINDS.length)] ?? KINDS[0];
    const added = `${protocol}.${section}.${letter}${roll(count)}`;
    if (what < 18 || world.objects.has(added)) continue;
    world.objects.set(added, { file: roll(FILES), body: null });
    remake(world, added, roll);
  }
}

/** The files of an environment. */
export function treeOfWorld(
  { statics, objects, shift, ignored }: World,
  write = (content: unknown): string => `${JSON.stringify(content, null, 1)}\n`,
): Tree {
  const files: Record<string, string> = {
    "traefik.yaml": `${statics}providers: { file: { directory: /etc/traefik/conf.d } }\n`,
    "users.txt": "a:b\n",
  };
  for (let file = 0; file < FILES; file++) {
    const content: Record<string, Record<string, Objects>> = {};
    for (const [name, object] of objects) {
      if (object.file !== file) continue;
      const [protocol = "", section = "", own = ""] = name.split(".");
      ((content[protocol] ??= {})[section] ??= {})[own] = object.body;
    }
    if (Object.keys(content).length === 0 && !shift.has(file)) continue;
    const rule = ignored.get(file) ?? "";
    const comment = rule === "" ? "" : `# gateway-ignore ${rule}: so it is\n`;
    const lines = "# moved\n".repeat(shift.get(file) ?? 0);
    files[`conf.d/${file}.yaml`] = `${lines}${comment}${write(content)}`;
  }
  return treeOf(files);
}

/** Takes an object away; what names it is mended, nearly always. */
function remove(world: World, name: string, roll: Roll): void {
  world.objects.delete(name);
  const own = name.slice(name.lastIndexOf(".") + 1);
  for (const [key, { body }] of world.objects) {
    if (roll(50) > 0 && JSON.stringify(body).includes(`"${own}`)) remake(world, key, roll);
  }
}

/** Gives an object another body, out of the names that there are. */
function remake(world: World, name: string, roll: Roll): void {
  const object = world.objects.get(name);
  if (!object) return;
  const [protocol = "", section = "", own = ""] = name.split(".");
  // only what is counted higher: no circles
  const index = Number(own.slice(1));
  const names = (of: string, above = -1): string[] =>
    [...world.objects.keys()]
      .filter((known) => known.startsWith(`${of}.`) && Number(known.slice(of.length + 2)) > above)
      .map((known) => known.slice(of.length + 1) + (roll(8) === 0 ? "@file" : ""));
  const one = (of: string, above?: number): string =>
    roll(200) === 0 ? "gone" : pick(names(of, above), roll) || "noop@internal";
  const some = (of: string, above?: number): string[] =>
    Array.from({ length: roll(3) }, () => pick(names(of, above), roll)).filter(Boolean);
  const rule = pick(RULES, roll);
  const points = pick([["web"], ["secure"], ["web", "secure"], []], roll);
  const bodies: Record<string, () => unknown> = {
    "http.routers": () => ({
      rule,
      entryPoints: points,
      service: one("http.services"),
      middlewares: some("http.middlewares"),
      ...(roll(3) === 0 && { priority: 1 + roll(3) }),
      ...(roll(3) === 0 && {
        tls: roll(60) === 0 ? { options: one("tls.options") } : tlsOf(rule, names("tls.options")),
      }),
      ...(roll(40) === 0 && { ruleSyntax: "v3" }),
      ...(roll(200) === 0 && { parentRefs: some("http.routers", index) }),
    }),
    "http.services": () => {
      const above = names("http.services", index);
      const servers = { loadBalancer: { servers: [{ url: `http://10.0.0.${1 + roll(9)}` }] } };
      const kind = above.length === 0 ? 9 : roll(9);
      if (kind === 0) return { weighted: { services: [{ name: pick(above, roll), weight: roll(2) }] } };
      if (kind === 1)
        return {
          mirroring: { service: pick(above, roll), mirrors: [{ name: pick(above, roll), percent: 10 }] },
        };
      if (kind === 2 && roll(15) === 0)
        return { failover: { service: pick(above, roll), fallback: pick(above, roll) } };
      if (kind === 3)
        return {
          loadBalancer: {
            servers: [{ url: "http://10.0.0.1" }],
            serversTransport: one("http.serversTransports"),
          },
        };
      return servers;
    },
    "http.middlewares": () => {
      const above = names("http.middlewares", index);
      const kind = roll(9);
      if (kind < 2 && above.length > 0) return { chain: { middlewares: [pick(above, roll)] } };
      if (kind === 2) return { errors: { status: ["500"], service: one("http.services"), query: "/" } };
      if (kind === 3) return { ipWhiteList: { sourceRange: ["10.0.0.0/8"] } };
      if (kind === 4) return { basicAuth: { usersFile: "/etc/traefik/users.txt" } };
      if (kind === 5) return { headers: { customRequestHeaders: { X: pick(["s1", "m2", "free"], roll) } } };
      if (kind === 6 && roll(30) === 0) return { stripPrefix: {} };
      return { compress: {} };
    },
    "http.serversTransports": () => ({
      serverName: "a",
      ...(roll(4) === 0 && { rootCAs: ["/etc/traefik/ca.pem"] }),
    }),
    "tcp.routers": () => ({
      ...pick(
        [{ rule: "HostSNI(`*`)" }, { rule: "HostSNI(`a.test`)", tls: { options: one("tls.options") } }],
        roll,
      ),
      entryPoints: points,
      service: one("tcp.services"),
      middlewares: some("tcp.middlewares"),
    }),
    "tcp.services": () => ({ loadBalancer: { servers: [{ address: "10.0.0.1:1" }] } }),
    "tcp.middlewares": () => ({ inFlightConn: { amount: 1 + roll(3) } }),
    "udp.routers": () => ({ service: one("udp.services"), ...(roll(2) === 0 && { entryPoints: ["udp"] }) }),
    "udp.services": () => ({ loadBalancer: { servers: [{ address: "10.0.0.1:1" }] } }),
    "tls.options": () => ({ minVersion: pick(["VersionTLS12", "VersionTLS13", "VersionTLS1"], roll) }),
  };
  object.body = bodies[`${protocol}.${section}`]?.();
}

/** One set of options for a host: Traefik wants them to agree. */
function tlsOf(rule: string, options: readonly string[]): unknown {
  return rule.startsWith("Host(`b.test`)") && options.includes("o1") ? { options: "o1" } : {};
}

const RULES = [
  "Host(`a.test`)",
  'Host("A.test")',
  "Host(`a.test`) && Path(`/x`)",
  "Host(`b.test`)",
  "Host(`b.test`) || Host(`c.test`)",
  "Host(`c.test`)",
  "PathPrefix(`/`)",
  "Path(`/1`)",
  "Path(`/2`)",
  "Path(`/3`)",
  "Path(`/4`)",
  "Host(`under_score.test:80`)",
];

function pick<T>(items: readonly T[], roll: Roll): T {
  return items[roll(items.length || 1)] as T;
}

import { isRecord } from "../is-record.ts";

/** Fetches JSON; throws when nobody answers in time, or not with a success. */
export type GetJson = (url: string, withinMs: number) => Promise<unknown>;

/** One object as the live Traefik has it. */
export interface LiveObject {
  /** `enabled`, `warning` or `disabled` */
  readonly status: string;
  readonly errors: readonly string[];
  /** everything that follows from the configuration, as JSON: what users and servers make of it is left out */
  readonly definition: string;
}

/** The objects of the file provider in a live Traefik, by `http.routers.shop`. */
export type LiveObjects = ReadonlyMap<string, LiveObject>;

/** Sections of `/api/rawdata`, and what we call the objects in them. */
const SECTIONS = {
  routers: "http.routers",
  services: "http.services",
  middlewares: "http.middlewares",
  tcpRouters: "tcp.routers",
  tcpServices: "tcp.services",
  tcpMiddlewares: "tcp.middlewares",
  udpRouters: "udp.routers",
  udpServices: "udp.services",
} as const satisfies Record<string, string>;

/** The kinds of object that Traefik's API lists: a change of another cannot be seen there. */
export const LISTED_KINDS: ReadonlySet<string> = new Set(Object.values(SECTIONS));

const PROVIDER = "@file";

/**
 * Reads the objects of the file provider from `/api/rawdata`.
 *
 * @param baseUrl of the API, without `/api`
 * @throws when the API does not answer with such a document
 */
export async function readLiveObjects(
  getJson: GetJson,
  baseUrl: string,
  withinMs: number,
): Promise<LiveObjects> {
  const raw = await getJson(`${withoutSlash(baseUrl)}/api/rawdata`, withinMs);
  if (!isRawData(raw)) throw new Error("what answers /api/rawdata is not Traefik's API");
  return new Map(fileObjects(raw).map(([name, value]) => [name, liveObject(value)]));
}

/** A Traefik never has nothing to show: whoever serves the API has `noop@internal` at least (`internal.go`). */
function isRawData(raw: unknown): boolean {
  return isRecord(raw) && Object.keys(SECTIONS).some((section) => isRecord(raw[section]));
}

/**
 * The objects of the file provider in what `/api/rawdata` answers, as they stand there.
 *
 * @returns each with its name, as `http.routers.shop`
 */
export function fileObjects(raw: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  return Object.entries(SECTIONS).flatMap(([section, kind]) => {
    const members = isRecord(raw) ? raw[section] : undefined;
    return Object.entries(isRecord(members) ? members : {}).flatMap(([name, value]) =>
      name.endsWith(PROVIDER) && isRecord(value)
        ? [[`${kind}.${name.slice(0, -PROVIDER.length)}`, value] as const]
        : [],
    );
  });
}

/**
 * The version of the live Traefik, `3.7.15`. Any answer also says that its file provider, when it has one, has been
 * started: the API is a router, and Traefik routes nothing before it has launched the file provider and then all
 * others.
 *
 * @throws when nobody answers
 */
export async function readVersion(getJson: GetJson, baseUrl: string, withinMs: number): Promise<string> {
  const answer = await getJson(`${withoutSlash(baseUrl)}/api/version`, withinMs);
  const version = isRecord(answer) ? answer["Version"] : undefined;
  if (typeof version !== "string") throw new Error("Traefik's API does not tell its version");
  return version;
}

/** not of the configuration: other objects, health checks and time make them */
const CIRCUMSTANCES = new Set(["status", "error", "using", "usedBy", "serverStatus"]);

/** One of them as we keep it. */
export function liveObject(value: Readonly<Record<string, unknown>>): LiveObject {
  const { status, error } = value;
  const errors = Array.isArray(error) ? error.map(String) : typeof error === "string" ? [error] : [];
  const definition = Object.entries(value).filter(([field]) => !CIRCUMSTANCES.has(field));
  return {
    status: typeof status === "string" ? status : "enabled",
    errors,
    definition: JSON.stringify(definition),
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

import { percent } from "../percent.ts";
import { isToken } from "../traefik/go/is-token.ts";
import type { Node, Span } from "../traefik/load/node.ts";
import type { NodeReader } from "./node-reader.ts";
import { percentsOf, type Expectation, type Part } from "./route-test.ts";

type Writable = { -readonly [Name in keyof Expectation]: Expectation[Name] };
type Read = { readonly expected: Expectation; readonly places: ReadonlyMap<keyof Expectation, Span> };

/** Reads one member of an expectation; nothing where it makes no sense, which is noted. */
const MEMBERS: Readonly<Record<keyof Expectation, (reader: NodeReader, node: Node, into: Writable) => void>> =
  {
    router: (reader, node, into) => {
      const name = isNull(node) ? null : reader.text(node, "router");
      if (name !== undefined) into.router = name === null ? null : withoutFile(name);
    },
    middlewares: (reader, node, into) => {
      const names = reader.texts(node, "middlewares");
      if (names) into.middlewares = names.map(withoutFile);
    },
    service: (reader, node, into) => {
      const name = reader.text(node, "service");
      if (name !== undefined) into.service = withoutFile(name);
    },
    split: (reader, node, into) => {
      const split = readSplit(reader, node);
      if (split) into.split = split;
    },
    mirrors: (reader, node, into) => {
      const percents = numbers(reader, node, "mirrors");
      if (percents && [...percents.values()].some((percent) => percent > 100))
        reader.blame(node.span, "a mirror gets 100 percent at most", "mirrors: {app-v2: 5}");
      else if (percents) into.mirrors = percents;
    },
    redirect: (reader, node, into) => {
      const url = reader.text(node, "redirect");
      if (url !== undefined) into.redirect = url;
    },
    status: (reader, node, into) => {
      const status = reader.number(node, "status");
      if (status !== undefined && !(Number.isInteger(status) && status >= 100 && status <= 599))
        reader.blame(node.span, `${status} is no status`, "status: 404");
      else if (status !== undefined) into.status = status;
    },
    closed: (reader, node, into) => {
      const closed = reader.flag(node, "closed");
      if (closed !== undefined) into.closed = closed;
    },
    path: (reader, node, into) => {
      const path = reader.text(node, "path");
      if (path?.startsWith("/")) into.path = path;
      else if (path !== undefined) reader.blame(node.span, "a path begins with /", `path: /${path}`);
    },
    host: (reader, node, into) => {
      const host = reader.text(node, "host");
      if (host !== undefined) into.host = host;
    },
    headers: (reader, node, into) => {
      const map = reader.map(node, "headers");
      if (!map) return;
      const headers = map.entries.flatMap(({ key, value }): (readonly [string, string | null])[] => {
        if (!isToken(key.name)) {
          reader.blame(key.span, `"${key.name}" is no name of a header`);
          return [];
        }
        const text = isNull(value) ? null : reader.text(value, `header ${key.name}`);
        return text === undefined ? [] : [[key.name, text]];
      });
      into.headers = new Map(headers);
    },
  };

const NAMES = [
  "router",
  "middlewares",
  "service",
  "split",
  "mirrors",
  "redirect",
  "status",
  "closed",
  "path",
  "host",
  "headers",
] as const satisfies readonly (keyof Expectation)[];

/** Reads what is expected of a request. */
export function readExpectation(reader: NodeReader, node: Node): Read | undefined {
  const map = reader.map(node, "expect");
  if (map === undefined) return undefined;
  const members = reader.members(map, NAMES, "expect");
  const expected: Writable = {};
  const places = new Map<keyof Expectation, Span>();
  for (const [name, member] of members) {
    MEMBERS[name](reader, member, expected);
    places.set(name, member.span);
  }
  if (map.entries.length === 0) reader.blame(map.span, "the test expects nothing", "expect: {router: shop}");
  return { expected, places };
}

function readSplit(reader: NodeReader, node: Node): ReadonlyMap<string, Part> | undefined {
  const map = reader.map(node, "split");
  if (map === undefined) return undefined;
  const split = new Map<string, Part>();
  for (const { key, value } of map.entries) {
    const number = reader.number(value, `split of ${key.name}`);
    const isPercent = value.kind === "scalar" && value.text.endsWith("%");
    if (number !== undefined) split.set(withoutFile(key.name), { number, isPercent });
  }
  const parts = [...split.values()];
  if (parts.every(({ number, isPercent }) => number === 0 && !isPercent)) {
    reader.blame(node.span, "a split needs a service that gets something", "split: {app-v1: 90, app-v2: 10}");
    return undefined;
  }
  if (percentsOf(split) > 100 + 1e-9) {
    const hint = "without the percent sign they are weights in any unit";
    reader.blame(node.span, `the percentages add up to ${percent(percentsOf(split) / 100)}`, hint);
    return undefined;
  }
  return split;
}

function numbers(reader: NodeReader, node: Node, what: string): ReadonlyMap<string, number> | undefined {
  const map = reader.map(node, what);
  return (
    map &&
    new Map(
      map.entries.flatMap(({ key, value }) => {
        const number = reader.number(value, `${what} of ${key.name}`);
        return number === undefined ? [] : [[withoutFile(key.name), number] as const];
      }),
    )
  );
}

function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.type === "null";
}

/** `shop@file` is `shop`. */
function withoutFile(name: string): string {
  return name.endsWith("@file") ? name.slice(0, -"@file".length) : name;
}

import type { Question } from "../explain/question.ts";
import { nearest } from "../nearest.ts";
import { isToken } from "../traefik/go/is-token.ts";
import { parseAddr } from "../traefik/go/netip.ts";
import { always, makeDocument } from "../traefik/load/make-document.ts";
import type { Node, Span } from "../traefik/load/node.ts";
import { decodeText } from "../traefik/load/text.ts";
import { parseYaml } from "../traefik/load/yaml/parse-yaml.ts";
import { createNodeReader, type NodeReader } from "./node-reader.ts";
import { readExpectation } from "./read-expectation.ts";
import { ROUTE_TESTS } from "../environment/unpublished.ts";
import type { RouteTest, TestFileFault } from "./route-test.ts";

/** What a file of tests holds. */
export interface TestFile {
  /** those without a fault */
  readonly tests: readonly RouteTest[];
  /** in the order of their places */
  readonly faults: readonly TestFileFault[];
  /** the text, for the lines in question */
  readonly source: string;
}

/** What a request may say beside its method and URL, in a test or once for all. */
const PARTS = ["headers", "from", "entryPoint", "serverName", "alpn"] as const;
/** What a test may say. */
const MEMBERS = ["name", "request", "expect", ...PARTS] as const;
type Parts = Pick<Question, (typeof PARTS)[number]> & { readonly entryPointAt?: Span };

/** Reads a file of route tests. */
export function readTests(bytes: Uint8Array): TestFile {
  const { text: source } = decodeText(bytes, "yaml");
  const { root, problems } = parseYaml(source);
  const reader = createNodeReader(makeDocument(ROUTE_TESTS, always(source), root));
  for (const { span, message, hint } of problems) reader.blame(span, message, hint ?? null);
  const members = root === null ? undefined : reader.members(root, ["tests", "defaults"], "the file");
  const defaults = members?.get("defaults");
  const usual = defaults === undefined ? {} : readDefaults(reader, defaults);
  const list = members?.get("tests");
  const items = list && reader.list(list, "tests")?.items;
  const isEmpty = list === undefined ? problems.length === 0 : items?.length === 0;
  if (isEmpty) {
    const at = list?.span ?? { start: 0, end: 0 };
    reader.blame(at, "it holds no tests", 'they stand in a list below "tests:"');
  }
  const tests = (items ?? []).flatMap((item) => readTest(reader, item, usual));
  return { tests, faults: reader.faults(), source };
}

function readDefaults(reader: NodeReader, node: Node): Parts {
  const map = reader.map(node, "defaults");
  return map === undefined ? {} : readParts(reader, reader.members(map, PARTS, "defaults"), {});
}

function readTest(reader: NodeReader, node: Node, usual: Parts): readonly RouteTest[] {
  const map = reader.map(node, "a test");
  if (map === undefined) return [];
  const members = reader.members(map, MEMBERS, "a test");
  const named = members.get("name");
  const name = named && reader.text(named, "name");
  const request = members.get("request");
  const expect = members.get("expect");
  // a misspelt member is told of already
  const lacks = (member: "request" | "expect"): boolean =>
    !members.has(member) && !map.entries.some(({ key }) => nearest(key.name, MEMBERS) === member);
  if (lacks("request"))
    reader.blame(map.span, "the test has no request", "request: GET https://shop.example.com/");
  if (lacks("expect")) reader.blame(map.span, "the test expects nothing", "expect: {router: shop}");
  const { entryPointAt = null, ...parts } = readParts(reader, members, usual);
  const read = expect && readExpectation(reader, expect);
  const requests = request === undefined ? [] : requestsOf(reader, request);
  if (read === undefined) return [];
  return requests.map(({ written, at, method, url }, index, all) => ({
    name: name === undefined ? written : all.length === 1 ? name : `${name} (${index + 1}: ${written})`,
    span: all.length === 1 ? map.span : at.span,
    question: { ...parts, method, url },
    expected: read.expected,
    at: at.span,
    entryPointAt,
    members: read.places,
  }));
}

interface Request {
  readonly written: string;
  readonly at: Node;
  readonly method: string;
  readonly url: string;
}

/** `GET https://…`, or a URL alone; a list of them is a test for each. */
function requestsOf(reader: NodeReader, node: Node): readonly Request[] {
  const nodes = node.kind === "list" ? node.items : [node];
  if (nodes.length === 0) reader.blame(node.span, "the list of requests is empty");
  return nodes.flatMap((at) => {
    const written = reader.text(at, "request");
    if (written === undefined) return [];
    const [, method = "GET", url] = /^(?:(\S+)\s+)?(\S+)$/.exec(written.trim()) ?? [];
    const isUrl = url !== undefined && /^(?:https?|tcp|tls):\/\//i.test(url);
    if (isUrl && isToken(method)) return [{ written, at, method, url }];
    const says = isUrl ? `${JSON.stringify(method)} is no method` : "a request is a method and a URL";
    reader.blame(at.span, says, "GET https://shop.example.com/cart");
    return [];
  });
}

/** @param usual what holds where nothing else is said; headers are added to it */
function readParts(reader: NodeReader, members: ReadonlyMap<string, Node>, usual: Parts): Parts {
  // most tests say nothing more
  if (!PARTS.some((name) => members.has(name))) return usual;
  const parts: { -readonly [Name in keyof Parts]: Parts[Name] } = { ...usual };
  const text = (name: "from" | "entryPoint" | "serverName"): void => {
    const node = members.get(name);
    const value = node && reader.text(node, name);
    if (value !== undefined) parts[name] = value;
  };
  text("entryPoint");
  const entryPoint = members.get("entryPoint");
  if (entryPoint) parts.entryPointAt = entryPoint.span;
  text("serverName");
  text("from");
  const from = members.get("from");
  if (from && parts.from !== undefined && !parseAddr(parts.from).ok) {
    reader.blame(from.span, `"${parts.from}" is no IP address`, "from: 203.0.113.7");
    delete parts.from;
  }
  const alpn = members.get("alpn");
  const protocols = alpn && reader.texts(alpn, "alpn");
  if (protocols) parts.alpn = protocols;
  const headers = members.get("headers");
  if (headers) parts.headers = [...(usual.headers ?? []), ...readHeaders(reader, headers)];
  return parts;
}

function readHeaders(reader: NodeReader, node: Node): readonly (readonly [string, string])[] {
  const map = reader.map(node, "headers");
  return (map?.entries ?? []).flatMap(({ key, value }) => {
    if (!isToken(key.name)) {
      reader.blame(key.span, `"${key.name}" is no name of a header`);
      return [];
    }
    const what = `header ${key.name}`;
    const texts = value.kind === "list" ? reader.texts(value, what) : [reader.text(value, what) ?? ""];
    return (texts ?? []).map((text) => [key.name, text] as const);
  });
}

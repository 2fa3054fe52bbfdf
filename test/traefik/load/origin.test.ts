import { expect, test } from "vitest";
import { isStruct, keyOf, type LoadedObject, type Struct } from "../../../src/traefik/load/configuration.ts";
import { keySpanOf, spanOf } from "../../../src/traefik/load/origin.ts";
import type { Span } from "../../../src/traefik/load/node.ts";
import { loadFiles } from "../../support/load-files.ts";

const source = `http:
  services:
    app:
      loadBalancer:
        Servers:
          - url: http://a
        healthCheck: { path: /up }
`;
const { configuration, documents } = loadFiles({ "a.yaml": source });
const service = configuration?.objects["http.services"].get("app");

function inner(struct: Struct | undefined, field: string): Struct {
  const value = struct?.[field];
  if (!isStruct(value)) throw new Error(`no ${field}`);
  return value;
}

const text = (span: Span | undefined): string | undefined => span && source.slice(span.start, span.end);

test("every value remembers where it stands, and its name as written", () => {
  const balancer = inner(service?.value, "loadBalancer");
  expect(text(keySpanOf(balancer, "servers"))).toBe("Servers");
  expect(text(spanOf(balancer, "healthCheck"))).toBe("{ path: /up }");
  expect(text(spanOf(inner(balancer, "healthCheck"), "path"))).toBe("/up");
  const servers = balancer["servers"];
  expect(Array.isArray(servers) && text(spanOf(servers[0] as Struct, "url"))).toBe("http://a");
  const key = service && keyOf(service);
  expect(text(key)).toBe("app");
  expect(documents[0]?.range(key ?? { start: 0, end: 0 })).toMatchObject({ line: 3, column: 5 });
});

test("a default stands nowhere: its container is the place to blame", () => {
  const balancer = inner(service?.value, "loadBalancer");
  expect(balancer["passHostHeader"]).toBe(true);
  expect(spanOf(balancer, "passHostHeader")).toEqual(spanOf(balancer));
  expect(keySpanOf(balancer, "passHostHeader")).toBeUndefined();
  expect(spanOf(inner(balancer, "responseForwarding"))).toBeUndefined();
});

test("many names are as good as few", () => {
  const names = Array.from({ length: 40 }, (_, index) => `r${index}`);
  const many = `http:\n  routers:\n${names.map((name) => `    ${name}: { rule: a }\n`).join("")}`;
  const routers = loadFiles({ "a.yaml": many }).configuration?.objects["http.routers"];
  expect(names.map((name) => many.slice(...spanAt(routers?.get(name))))).toEqual(names);
});

function spanAt(object: LoadedObject | undefined): [number, number] {
  const { start, end } = object ? keyOf(object) : { start: 0, end: 0 };
  return [start, end];
}

test("what a template prints keeps its place, though it prints something else each time", () => {
  const written = `http:
  services:
    {{ range $i := until 2 }}s{{ $i }}-{{ randAlphaNum 5 }}: { loadBalancer: { servers: [{ url: "http://a" }] } }
    {{ end }}
`;
  const services = loadFiles({ "a.yaml": written }).configuration?.objects["http.services"];
  const starts = [...(services?.values() ?? [])].map((found) => found.document.range(keyOf(found)).line);
  expect(starts).toEqual([3, 3]);
});

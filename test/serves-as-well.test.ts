import { describe, expect, it } from "vitest";
import { servesAsWell } from "../src/serves-as-well.ts";
import { type Files, treeOf } from "./publish/support/target.ts";
import { JUDGE_OPTIONS } from "./support/judge-options.ts";

const staticText = (given: object = {}): string =>
  JSON.stringify({
    entryPoints: { web: { address: ":80" } },
    providers: { file: { directory: "/etc/traefik/conf.d", watch: false } },
    ...given,
  });
const router = (given: object = {}): object => ({
  routers: { shop: { rule: "PathPrefix(`/`)", service: "noop@internal", ...given } },
});
const httpText = (...parts: object[]): string =>
  JSON.stringify({ http: Object.assign({}, ...parts) as object });
const SHOP = httpText(router());

/** What is published, and the static file that Traefik was started with. */
const serves = (files: Files, startedWith: string): boolean =>
  servesAsWell(treeOf(files), treeOf({ "traefik.yaml": startedWith }), JUDGE_OPTIONS);

describe("whether a Traefik that was started with another static file serves all of what is published", () => {
  it.each<{ what: string; now?: object; before?: object; shop?: string }>([
    { what: "another log level", now: { log: { level: "DEBUG" } } },
    { what: "the same entry point at another port", now: { entryPoints: { web: { address: ":81" } } } },
    {
      what: "an entry point that is renamed, where no router names it",
      now: { entryPoints: { public: { address: ":80" } } },
    },
    {
      what: "an entry point that was dropped",
      before: { entryPoints: { web: { address: ":80" }, more: { address: ":81" } } },
    },
  ])("does: $what", ({ now, before, shop = SHOP }) => {
    expect(serves({ "traefik.yaml": staticText(now), "conf.d/a.yaml": shop }, staticText(before))).toBe(true);
  });

  const PUBLIC = { entryPoints: { public: { address: ":80" } } };
  const BOTH = { entryPoints: { web: { address: ":80" }, more: { address: ":81" } } };
  const ASKING = {
    entryPoints: { web: { address: ":80", http: { middlewares: ["auth@file"] } } },
  };
  const TLS = { tls: { certResolver: "le" } };
  const LE = { acme: { email: "a@example.com", storage: "/acme.json", tlsChallenge: {} } };
  it.each<{ what: string; now?: object; before?: object; shop: string }>([
    {
      what: "an entry point that a router names",
      now: PUBLIC,
      shop: httpText(router({ entryPoints: ["public"] })),
    },
    {
      what: "one of the entry points that a router names",
      now: BOTH,
      shop: httpText(router({ entryPoints: ["web", "more"] })),
    },
    { what: "a middleware that its own entry point asks for", before: ASKING, shop: SHOP },
    {
      what: "a certificate resolver",
      now: { certificatesResolvers: { le: LE } },
      shop: httpText(router(TLS)),
    },
    { what: "the API", now: { api: {} }, shop: httpText(router({ service: "api@internal" })) },
    {
      what: "a plugin",
      now: { experimental: { plugins: { p: { moduleName: "github.com/a/b", version: "v1.0.0" } } } },
      shop: httpText(router({ middlewares: ["m"] }), { middlewares: { m: { plugin: { p: {} } } } }),
    },
  ])("does not: it lacks $what", ({ now, before, shop }) => {
    expect(serves({ "traefik.yaml": staticText(now), "conf.d/a.yaml": shop }, staticText(before))).toBe(
      false,
    );
  });

  it("does not where it reads the files of another folder, or another file", () => {
    const providers = { file: { directory: "/etc/traefik/routes", watch: false } };
    const moved = { "traefik.yaml": staticText({ providers }), "routes/a.yaml": SHOP, "conf.d/README": "" };
    expect(serves(moved, staticText())).toBe(false);
    expect(
      serves({ ...moved, "conf.d/b.yaml": httpText({ middlewares: { c: { compress: {} } } }) }, staticText()),
    ).toBe(false);
    const one = { file: { filename: "/etc/traefik/all.yaml", watch: false } };
    expect(serves({ "traefik.yaml": staticText({ providers: one }), "all.yaml": SHOP }, staticText())).toBe(
      false,
    );
  });

  it("does where it reads more, or what it was started with says nothing", () => {
    const all = staticText({ providers: { file: { directory: "/etc/traefik", watch: false } } });
    expect(serves({ "traefik.yaml": staticText(), "conf.d/a.yaml": SHOP }, all)).toBe(true);
    const files = { "traefik.yaml": staticText(PUBLIC), "conf.d/a.yaml": SHOP };
    expect(servesAsWell(treeOf(files), { files: [] }, JUDGE_OPTIONS)).toBe(true);
  });

  it("does where the same is wrong under both", () => {
    const broken = httpText(router({ service: "nowhere" }));
    expect(serves({ "traefik.yaml": staticText(PUBLIC), "conf.d/a.yaml": broken }, staticText())).toBe(true);
  });
});

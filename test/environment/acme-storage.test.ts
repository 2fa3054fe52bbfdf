import { expect, test } from "vitest";
import { acmeStorageIn } from "../../src/environment/acme-storage.ts";
import type { CertResolverFacts } from "../../src/traefik/static/facts.ts";
import { treeOf } from "../publish/support/target.ts";

const resolver = (storage: string | null): CertResolverFacts => ({
  httpChallenge: null,
  tlsChallenge: true,
  dnsChallenge: null,
  tailscale: false,
  storage,
});

const found = (storage: string | null, target = "/srv/target") =>
  acmeStorageIn(
    treeOf({ "acme.json": "{}", "certs/acme.json": "{}" }),
    new Map([["le", resolver(storage)]]),
    target,
  ).map(({ file }) => file);

test.each([
  ["/etc/traefik/acme.json", ["acme.json"]],
  ["/srv/target/certs/acme.json", ["certs/acme.json"]],
  ["/srv/target/./x/../acme.json", ["acme.json"]],
  // elsewhere, or relative to a folder that nobody knows
  ["/data/acme.json", []],
  ["acme.json", []],
  ["/etc/traefik/other.json", []],
  [null, []],
])("of storage %j it finds %j", (storage, files) => {
  expect(found(storage)).toEqual(files);
});

import { expect, test } from "vitest";
import { machineFilesOf } from "../../src/environment/machine-files.ts";

const TREE = {
  files: [
    { path: "certs/shop.pem", bytes: Buffer.from("PEM"), mode: 0o644 },
    { path: "users", bytes: Buffer.from("u:p"), mode: 0o644 },
  ],
};

test.each([
  ["/etc/traefik/users", { kind: "content", text: "u:p" }],
  ["/srv/out/certs/shop.pem", { kind: "content", text: "PEM" }],
  ["/srv/out/certs/../users", { kind: "content", text: "u:p" }],
  ["/etc/traefik/certs", { kind: "unreadable", reason: "is a directory" }],
  ["/etc/traefik/certs/", { kind: "unreadable", reason: "is a directory" }],
  ["/etc/traefik/", { kind: "unreadable", reason: "is a directory" }],
  // may lie there all the same
  ["/etc/traefik/acme.json", { kind: "unpublished" }],
  ["/srv/out/certs/other.pem", { kind: "unpublished" }],
  ["/etc/traefik/../passwd", undefined],
  ["/etc/traefik2/users", undefined],
  ["users", undefined],
  ["-----BEGIN CERTIFICATE-----\n", { kind: "missing" }],
])("%s", (path, state) => {
  expect(machineFilesOf(TREE, "/srv/out")(path)).toEqual(state);
});

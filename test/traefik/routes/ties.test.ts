import { expect, test } from "vitest";
import { routesOf } from "../../../src/cli/routed-environment.ts";
import { follow } from "../../../src/traefik/routes/follow.ts";
import { treeOf } from "../../support/load-files.ts";

const DYNAMIC = `http: {routers: {shop: {entryPoints: [web], rule: PathPrefix(\`/\`), priority: 30, service: noop@internal}}}`;

/** Who has a request to the redirecting entry point, and who else might have had it. */
async function winner(providers: string): Promise<readonly unknown[]> {
  const redirect = "http: {redirections: {entryPoint: {to: websecure, priority: 30}}}";
  const tree = treeOf({
    "traefik.yaml": `entryPoints: {web: {address: ":80", ${redirect}}, websecure: {address: ":443"}}\nproviders: ${providers}\n`,
    "conf.d/a.yaml": DYNAMIC,
  });
  const routed = await routesOf(tree, {
    traefikVersion: "3.7",
    targetDir: "/etc/traefik",
    failOn: "error",
    variables: {},
  });
  if (!routed.ok) throw new Error(JSON.stringify(routed.diagnostics));
  const { router, ties } = follow(routed.table, {
    entryPoint: "web",
    clientIp: "127.0.0.1",
    tls: null,
    http: { method: "GET", host: "shop.test", target: "/", headers: [] },
  });
  return [router?.label, ties.map(({ label }) => label)];
}

test("Traefik's own routers and those of files come in no order at the same priority, unless one is named first", async () => {
  const file = "file: {directory: /etc/traefik/conf.d}";
  expect(await winner(`{${file}}`)).toEqual(["shop", ["web-to-websecure@internal"]]);
  expect(await winner(`{${file}, docker: {}, precedence: [file, docker]}`)).toEqual(["shop", []]);
});

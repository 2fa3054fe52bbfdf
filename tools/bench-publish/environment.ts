import type { Tree } from "../../src/environment/tree.ts";
import { DEFAULT_CERTIFICATE } from "../../src/traefik/preflight/default-certificate.ts";

export const APPS = 20;

export type Layout = "flat" | "nested";

/** The header by which a response tells which push it was routed by. */
export const PUSH_HEADER = "x-push";

export const STATIC_PATH = "traefik.yaml";

export function hostOf(app: number): string {
  return `app-${app}.test`;
}

/**
 * An environment of so many apps in as many files, one file that all refer to, and Traefik's own. Each push renames
 * everything that is shared: a middleware and a service per app.
 */
export function environmentOf(
  push: number,
  { layout, certificate }: { readonly layout: Layout; readonly certificate: boolean },
  backend: string,
  staticFile: string,
): Tree {
  const apps = Array.from({ length: APPS }, (_, app) => app);
  const files = apps.map((app) => ({
    path: placeOf(`app-${String(app).padStart(2, "0")}`, layout),
    text: [
      "http:",
      "  routers:",
      `    app-${app}:`,
      `      rule: Host(\`${hostOf(app)}\`)`,
      "      entryPoints: [web]",
      `      middlewares: [shared-${push}]`,
      `      service: app-${app}-${push}`,
      "",
    ].join("\n"),
  }));
  const shared = [
    "http:",
    "  middlewares:",
    `    shared-${push}:`,
    "      headers:",
    `        customResponseHeaders: { ${PUSH_HEADER}: "${push}" }`,
    "  services:",
    ...apps.map((app) => `    app-${app}-${push}: { loadBalancer: { servers: [{ url: "${backend}" }] } }`),
    "",
  ].join("\n");
  return {
    files: [
      ...files,
      { path: "conf.d/shared.yaml", text: shared },
      { path: STATIC_PATH, text: staticFile },
      ...(certificate ? [{ path: "conf.d/certificate.yaml", text: `${DEFAULT_CERTIFICATE}\n` }] : []),
    ].map(({ path, text }) => ({
      path,
      bytes: Buffer.from(text),
      mode: 0o644,
    })),
  };
}

/** Nested: a folder an app, which Traefik does not watch. */
function placeOf(name: string, layout: Layout): string {
  return layout === "flat" ? `conf.d/${name}.yaml` : `conf.d/${name}/config.yaml`;
}

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILES_IN_A_FOLDER = 100;

/** Writes an environment with so many dynamic files, each an application with a router, a middleware and a service. */
export function writeEnvironment(folder, count) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "traefik.yaml"), STATIC);
  for (let app = 0; app < count; app++) {
    if (app % FILES_IN_A_FOLDER === 0) mkdirSync(join(folder, folderOf(app)), { recursive: true });
    writeFileSync(join(folder, fileOf(app)), textOf(app, 0));
  }
}

/** Changes the first file: another weight, the same length. */
export function changeOne(folder, round) {
  writeFileSync(join(folder, fileOf(0)), textOf(0, round));
}

/** The dynamic files of an environment of so many. */
export function filesOf(count) {
  return Array.from({ length: count }, (_, app) => fileOf(app));
}

const STATIC = `entryPoints:
  web: { address: ":80" }
  websecure: { address: ":443" }
providers:
  file: { directory: /etc/traefik/conf.d, watch: false }
`;

function folderOf(app) {
  return `conf.d/team-${String(Math.floor(app / FILES_IN_A_FOLDER)).padStart(3, "0")}`;
}

function fileOf(app) {
  return `${folderOf(app)}/app-${String(app).padStart(5, "0")}.yaml`;
}

function textOf(app, round) {
  return `# Application ${app}
http:
  routers:
    app-${app}:
      rule: Host(\`app-${app}.example.com\`) && PathPrefix(\`/api\`)
      entryPoints: [websecure]
      middlewares: [headers-${app}, strip-${app}]
      service: app-${app}
      tls: {}
  middlewares:
    headers-${app}:
      headers:
        customRequestHeaders:
          X-Application: app-${app}
          X-Round: "${1000 + (round % 1000)}"
        frameDeny: true
    strip-${app}:
      stripPrefix:
        prefixes: [/api]
  services:
    app-${app}:
      loadBalancer:
        passHostHeader: true
        healthCheck: { path: /health, interval: 10s }
        servers:
          - url: http://10.0.${Math.floor(app / 250)}.${app % 250}:8080
          - url: http://10.1.${Math.floor(app / 250)}.${app % 250}:8080
`;
}

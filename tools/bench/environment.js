import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILES_IN_A_FOLDER = 100;

/**
 * Writes an environment with so many dynamic files.
 *
 * @param applications in each file, every one with a router, two middlewares and a service: 0.7 KB
 */
export function writeEnvironment(folder, count, applications = 1) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "traefik.yaml"), STATIC);
  for (let file = 0; file < count; file++) {
    if (file % FILES_IN_A_FOLDER === 0) mkdirSync(join(folder, folderOf(file)), { recursive: true });
    writeFileSync(join(folder, fileOf(file)), textOf(file, 0, applications));
  }
}

/** Changes the first file: another header, the same length. */
export function changeOne(folder, round, applications = 1) {
  writeFileSync(join(folder, fileOf(0)), textOf(0, round, applications));
}

/** The dynamic files of an environment of so many. */
export function filesOf(count) {
  return Array.from({ length: count }, (_, file) => fileOf(file));
}

const STATIC = `entryPoints:
  web: { address: ":80" }
  websecure: { address: ":443" }
providers:
  file: { directory: /etc/traefik/conf.d, watch: false }
`;

function folderOf(file) {
  return `conf.d/team-${String(Math.floor(file / FILES_IN_A_FOLDER)).padStart(3, "0")}`;
}

function fileOf(file) {
  return `${folderOf(file)}/app-${String(file).padStart(5, "0")}.yaml`;
}

function textOf(file, round, applications) {
  const apps = Array.from({ length: applications }, (_, at) => file * applications + at);
  const each = (part) => apps.map(part).join("");
  return `# Application ${file}
http:
  routers:
${each(routerOf)}  middlewares:
${each((app) => middlewaresOf(app, round))}  services:
${each(serviceOf)}`;
}

function routerOf(app) {
  return `    app-${app}:
      rule: Host(\`app-${app}.example.com\`) && PathPrefix(\`/api\`)
      entryPoints: [websecure]
      middlewares: [headers-${app}, strip-${app}]
      service: app-${app}
      tls: {}
`;
}

function middlewaresOf(app, round) {
  return `    headers-${app}:
      headers:
        customRequestHeaders:
          X-Application: app-${app}
          X-Round: "${1000 + (round % 1000)}"
        frameDeny: true
    strip-${app}:
      stripPrefix:
        prefixes: [/api]
`;
}

function serviceOf(app) {
  return `    app-${app}:
      loadBalancer:
        passHostHeader: true
        healthCheck: { path: /health, interval: 10s }
        servers:
          - url: http://10.0.${Math.floor(app / 250)}.${app % 250}:8080
          - url: http://10.1.${Math.floor(app / 250)}.${app % 250}:8080
`;
}

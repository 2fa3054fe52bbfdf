import { readTree } from "../../src/environment/read.ts";
import { placeOf } from "../../src/environment/checkout-of.ts";
import { buildGraph } from "../../src/graph/build-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { buildGateway } from "../../src/traefik/model/build-gateway.ts";
import { NEWEST } from "../../src/traefik/versions.ts";
import { judge } from "../../src/validate.ts";
import { sandbox } from "../support/transcript.ts";

const STATIC = `entryPoints:
  web: { address: ":8000", http: { redirections: { entryPoint: { to: websecure } } } }
  websecure: { address: ":8443", asDefault: true }
  dns: { address: ":53/udp" }
providers:
  file: { directory: /etc/traefik/conf.d }
  docker: {}
ping: { entryPoint: web }
`;

/** The graph of an environment with this dynamic configuration. */
export function graphOf(dynamic: string, statics = STATIC): Graph {
  const box = sandbox({ "traefik.yaml": statics, "conf.d/routes.yaml": dynamic });
  try {
    const reading = readTree(placeOf(box.root, "envs/test", box.root));
    const judgement = judge(reading, {
      traefikVersion: NEWEST,
      targetDir: "/etc/traefik",
      failOn: "error",
      variables: {},
    });
    if (judgement.running === null) throw new Error(JSON.stringify(judgement.diagnostics));
    return buildGraph("envs/test", buildGateway(judgement.running));
  } finally {
    box.remove();
  }
}

/** Dynamic configuration of so many applications, each with a router, every fifth with a canary. */
export function applications(count: number): string {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const routers = numbers.map(
    (app) =>
      `    app-${app}: { rule: "Host(\`app-${app}.example.com\`)", middlewares: [public], service: app-${app} }`,
  );
  const services = numbers.map((app) =>
    app % 5 === 0
      ? `    app-${app}: { weighted: { services: [{ name: v1-${app}@docker, weight: 99 }, { name: v2-${app}@docker, weight: 1 }] } }`
      : `    app-${app}: { loadBalancer: { servers: [{ url: "http://10.0.0.1:${8000 + app}" }] } }`,
  );
  return [
    "http:",
    "  middlewares: { public: { compress: {} } }",
    "  routers:",
    ...routers,
    "  services:",
    ...services,
    "",
  ].join("\n");
}

import type { Bench } from "../bench.ts";
import { structOf, structsOf, textOf } from "../values.ts";
import { tellUrl } from "./tell-url.ts";

/** `http`, a name or an IPv4 address, what port there is, and no escapes; all others need a closer look. */
const USUAL = /^https?:\/\/[\w.-]+(?::[1-9]\d{0,3})?(?:[/?#][\w./?#=&:@+~-]*)?$/;

/** URLs that Traefik takes, and cannot ask anybody by. */
export function adviseUrls(bench: Bench): void {
  const { objects } = bench.configuration;
  for (const object of objects["http.services"].values()) {
    const balancer = structOf(object.value, "loadBalancer");
    // the fast proxy asks whatever it is given by plain HTTP
    if (balancer === undefined || bench.facts.fastProxy) continue;
    for (const server of structsOf(balancer, "servers"))
      if (!USUAL.test(textOf(server, "url"))) tellUrl(bench, object, server, "url");
  }
  for (const object of objects["http.middlewares"].values()) {
    const forward = structOf(object.value, "forwardAuth");
    if (forward && !USUAL.test(textOf(forward, "address"))) tellUrl(bench, object, forward, "address");
  }
}

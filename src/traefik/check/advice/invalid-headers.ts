import { isToken } from "../../go/is-token.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { structOf, textOf } from "../values.ts";
import { tellHeader, type HeaderUse } from "./tell-header.ts";

/** Headers that HTTP does not allow: Traefik takes them all, and Go sends none of them. */
export function adviseHeaders(bench: Bench): void {
  const { objects } = bench.configuration;
  for (const object of objects["http.middlewares"].values()) {
    const headers = structOf(object.value, "headers");
    if (headers === undefined) continue;
    // of what the fast proxy sends, Go knows nothing
    if (!bench.facts.fastProxy) checkHeaders(bench, object, headers, "customRequestHeaders");
    checkHeaders(bench, object, headers, "customResponseHeaders");
  }
  for (const object of objects["http.services"].values()) {
    const balancer = structOf(object.value, "loadBalancer");
    const healthCheck = balancer && structOf(balancer, "healthCheck");
    if (healthCheck) checkHeaders(bench, object, healthCheck, "headers");
  }
}

function checkHeaders(bench: Bench, object: LoadedObject, holder: Struct, use: HeaderUse): void {
  const headers = structOf(holder, use);
  for (const name in headers) {
    if (!isToken(name) || CONTROL.test(textOf(headers, name))) tellHeader(bench, object, headers, use, name);
  }
}

/** What no value may hold: a tab is no such character. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\x08\n-\x1f\x7f]/;

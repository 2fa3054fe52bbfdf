import { isToken } from "../../go/is-token.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { structOf, textOf } from "../values.ts";
import { tellHeader, tellResponseField, type HeaderUse } from "./tell-header.ts";

/** The fields of `headers` that are each the value of a header of responses. */
const RESPONSE_FIELDS = [
  "contentSecurityPolicy",
  "contentSecurityPolicyReportOnly",
  "customBrowserXSSValue",
  "customFrameOptionsValue",
  "permissionsPolicy",
  "publicKey",
  "referrerPolicy",
];

/** Headers that HTTP does not allow: Traefik takes them all, and Go sends none of them. */
export function adviseHeaders(bench: Bench): void {
  const { objects } = bench.configuration;
  for (const object of objects["http.middlewares"].values()) {
    const headers = structOf(object.value, "headers");
    if (headers === undefined) continue;
    // of what the fast proxy sends, Go knows nothing
    if (!bench.facts.fastProxy) checkHeaders(bench, object, headers, "customRequestHeaders");
    checkHeaders(bench, object, headers, "customResponseHeaders");
    for (const field of RESPONSE_FIELDS)
      if (CONTROL.test(textOf(headers, field))) tellResponseField(bench, object, headers, field);
  }
  for (const object of objects["http.services"].values()) {
    const balancer = structOf(object.value, "loadBalancer");
    const healthCheck = balancer && structOf(balancer, "healthCheck");
    // that of gRPC sends none
    if (healthCheck && textOf(healthCheck, "mode") !== "grpc")
      checkHeaders(bench, object, healthCheck, "headers");
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

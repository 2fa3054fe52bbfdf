import { parseArgs } from "node:util";
import { findTraefik } from "../../support/find-traefik.ts";
import { RE2JS } from "re2js";
import { useRegex } from "../../../src/traefik/load/template/functions/regex.ts";
import { compareRoutes, type RouteDisagreement } from "./compare-routes.ts";
import { startNamedServers } from "./named-servers.ts";
import { SITES, startSite } from "./site.ts";

const { values } = parseArgs({
  options: { count: { type: "string", default: "5000" }, seed: { type: "string", default: "1" } },
});
const [count, seed] = [Number(values.count), Number(values.seed)];

useRegex(RE2JS);
const bin = await findTraefik(process.env);
const servers = await startNamedServers(["tcp0", "tcp1", "tcp2", "tcp3"]);
let wrong = 0;
try {
  for (const which of SITES.keys()) {
    const site = await startSite(bin, which);
    try {
      const start = Date.now();
      const share = Math.ceil(count / SITES.length);
      const result = await compareRoutes(site, servers, {
        count: share,
        seed: seed * 10 + which,
        report: print,
      });
      wrong += result.disagreements.length;
      const agreed = result.pairs - result.disagreements.length;
      const kinds = [...result.outcomes].map(([kind, times]) => `${kind} ${times}`);
      console.log(
        `${result.pairs} pairs of site ${which + 1}, seed ${seed}: ${agreed} agree (${((100 * agreed) / result.pairs).toFixed(2)} %); ` +
          `${kinds.join(", ")}; ${result.chances} left to chance; ${((Date.now() - start) / 1000).toFixed(0)} s`,
      );
    } finally {
      await site.stop();
    }
  }
} finally {
  await servers.stop();
}
process.exitCode = wrong === 0 ? 0 : 1;

function print({ seed: batch, dynamic, request, ours, real }: RouteDisagreement): void {
  console.log(`\n=== batch ${batch}: ${JSON.stringify(request)}`);
  console.log(`real: ${real}\nours: ${ours.join(" or ")}`);
  for (const [name, router] of Object.entries(
    (JSON.parse(dynamic) as { http: { routers: Record<string, unknown> } }).http.routers,
  ))
    console.log(`  ${name}: ${JSON.stringify(router)}`);
  const { tcp } = JSON.parse(dynamic) as { tcp?: { routers: Record<string, unknown> } };
  for (const [name, router] of Object.entries(tcp?.routers ?? {}))
    console.log(`  ${name}: ${JSON.stringify(router)}`);
}

import type { Bench } from "../bench.ts";
import type { HttpRouter } from "../http/router.ts";
import { adviseAlpn } from "./alpn-protocols.ts";
import { adviseDeprecated } from "./deprecated.ts";
import { adviseExposed } from "./exposed-api.ts";
import { adviseImpossibleHosts } from "./impossible-hosts.ts";
import { adviseLeftovers } from "./rule-leftovers.ts";
import { adviseHeaders } from "./invalid-headers.ts";
import { adviseObservability } from "./observability.ts";
import { adviseShadowed } from "./shadowed-routers.ts";
import { adviseUsersFiles } from "./missing-users-files.ts";
import { adviseTlsVersions } from "./tls-versions.ts";
import { adviseUrls } from "./unusable-urls.ts";
import { adviseUsers } from "./unusable-users.ts";
import { adviseUnused } from "./unused.ts";
import { adviseWeights } from "./weights.ts";

/** What Traefik does not say, but what costs an outage or a night: our own opinions. */
export function advise(bench: Bench, routers: ReadonlyMap<string, HttpRouter>): void {
  adviseShadowed(bench, routers);
  adviseExposed(bench, routers);
  adviseLeftovers(bench);
  adviseImpossibleHosts(bench, routers);
  adviseHeaders(bench);
  adviseUrls(bench);
  adviseUsers(bench);
  adviseUsersFiles(bench);
  adviseWeights(bench);
  adviseTlsVersions(bench);
  adviseAlpn(bench);
  adviseObservability(bench);
  adviseUnused(bench);
  adviseDeprecated(bench);
}

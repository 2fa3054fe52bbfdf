import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { traefikBin } from "../../support/traefik.ts";
import { compareRoutes } from "./compare-routes.ts";
import { startNamedServers, type NamedServers } from "./named-servers.ts";
import { SITES, startSite } from "./site.ts";

describe.skipIf(traefikBin === null)(
  "random requests to random routers, followed by the real Traefik and by this project",
  () => {
    let servers: NamedServers;
    beforeAll(async () => {
      servers = await startNamedServers(["tcp0", "tcp1", "tcp2", "tcp3"]);
    });
    afterAll(async () => servers?.stop());

    test.each([...SITES.keys()])(
      "site %i: they never part",
      async (which) => {
        const site = await startSite(traefikBin!, which);
        try {
          const result = await compareRoutes(site, servers, { count: 300, seed: 20_260_102 + which });
          expect(result.disagreements).toEqual([]);
          // they are worth something only if they end in every way
          for (const kind of ["router", "tcp", "status 404", "status 400"])
            expect(result.outcomes.get(kind) ?? 0, kind).toBeGreaterThan(0);
          expect(result.outcomes.get("router")).toBeGreaterThan(60);
        } finally {
          await site.stop();
        }
      },
      120_000,
    );
  },
);

import { existsSync, readFileSync, statSync } from "node:fs";
import type { MachineFiles } from "../../src/traefik/check/machine-files.ts";
import type { Chance } from "../../src/traefik/check/bench.ts";
import { ASSUMED_FACTS, plainEntryPoint, type StaticFacts } from "../../src/traefik/static/facts.ts";

/** The static configuration of the Traefik that judged the vectors. */
export const JUDGE_FACTS: StaticFacts = {
  ...ASSUMED_FACTS,
  known: true,
  entryPoints: new Map([
    ["web", plainEntryPoint("127.0.0.1:80")],
    ["websecure", plainEntryPoint("127.0.0.1:443")],
    ["traefik", plainEntryPoint("127.0.0.1:8080")],
    ["udpep", { ...plainEntryPoint("127.0.0.1:9000"), protocol: "udp" }],
  ]),
  api: { insecure: true, dashboard: true, debug: false, basePath: "/" },
};

/** What is on this machine, on which Traefik judges too. */
export const thisMachine: MachineFiles = (path) => {
  // a certificate's text is no path: too long for a name, or nothing by that name
  if (path === "" || path.length > 1000 || !existsSync(path)) return { kind: "missing" };
  if (statSync(path).isDirectory()) return { kind: "unreadable", reason: `read ${path}: is a directory` };
  return { kind: "content", text: readFileSync(path, "utf8") };
};

/** One of the ways in which Traefik's dice may fall. */
export function dice(seed: number): Chance {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
  return {
    every: false,
    order: (items) => {
      const shuffled = [...items];
      for (let index = shuffled.length - 1; index > 0; index--) {
        const other = next(index + 1);
        [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
      }
      return shuffled;
    },
  };
}

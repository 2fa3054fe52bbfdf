import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { plainLoopsInTests } from "./tools/plain-loops.js";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Those that take longest, the longest first: begun last, one of them alone would keep everybody waiting. Those that
 * start many programs come before those that fill the memory, because a large process takes longer to start one.
 */
const LONG = [
  "publish/live",
  "gateway/start",
  "cli/sync",
  "publish/faults",
  "gateway/gateway",
  "ci/github",
  "package/package",
  "ci/services",
  "image/kubernetes",
  "docs/rules",
  "e2e/restart-awaited",
  "gateway/static-and-dynamic",
  "docs/docs",
  "ci/pre-commit",
  "publish/kill",
  "ci/gitlab",
  "cli/plan",
  "e2e/preflight-life",
  "publish/live-contested",
  "publish/pack",
  "traefik/preflight",
  "traefik/preflight-environment",
  "cli/completion",
  "environment/revision",
  "fuzz/fuzz",
  "graph/page",
  "position/position",
  "traefik/check/vectors",
  "traefik/load/decode-simple",
  "traefik/load/template/render-template",
  "traefik/load/compiled-validators",
  "traefik/load/limits",
  "traefik/routes/many-ways",
  "traefik/load/vectors",
].map((name) => `/test/${name}.test.ts`);

const gone = LONG.filter((path) => !existsSync(`.${path}`));
if (gone.length > 0) throw new Error(`there is no ${gone.join(", ")}: begin first what takes longest`);

/**
 * What others have loaded, or left in memory, would change what these see. All others take over a process of those
 * before them, with the modules that it has loaded: a third less time than a process for each.
 */
const ALONE = [
  "test/api.test.ts",
  "test/relieve-memory.test.ts",
  "test/traefik/load/template/prepare-templates.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      // a process ends when the next file is one of these
      if (project.config.isolate) return LONG.length + 1;
      const at = LONG.findIndex((path) => moduleId.endsWith(path));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

const timeouts = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    // on two processors: a part of the tests waits for other programs
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [plainLoopsInTests()],
        test: {
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: ALONE,
          isolate: false,
          ...timeouts,
        },
      },
      { plugins: [plainLoopsInTests()], test: { name: "alone", include: ALONE, ...timeouts } },
    ],
  },
});

import type { ReloadJudge } from "./publish/reload-judge.ts";
import type { JudgeOptions } from "./validate.ts";

/** What publishing asks those who know Traefik. Loaded when it asks, which is seldom. */
export function judgeReload(options: JudgeOptions): ReloadJudge {
  return {
    sayTheSame: async (before, after) => {
      const { sayTheSame } = await import("./traefik/static/say-the-same.ts");
      return sayTheSame(before, after, options.traefikVersion);
    },
    servesAsWell: async (tree, startedWith) => {
      const { prepareToJudge } = await import("./prepare-to-judge.ts");
      await prepareToJudge(tree);
      const { servesAsWell } = await import("./serves-as-well.ts");
      return servesAsWell(tree, startedWith, options);
    },
    findUnread: async (before, after, pending) => {
      const { prepareToJudge } = await import("./prepare-to-judge.ts");
      for (const tree of [before, after]) await prepareToJudge(tree);
      const { findUnread } = await import("./find-unread.ts");
      return findUnread(before, after, pending, options);
    },
  };
}

import type { ReloadSettings } from "./publish/types.ts";
import type { JudgeOptions } from "./validate.ts";

/** What publishing asks those who know Traefik. Loaded when it asks: a static configuration seldom changes. */
export function judgeReload(options: JudgeOptions): Pick<ReloadSettings, "sayTheSame" | "servesAsWell"> {
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
  };
}

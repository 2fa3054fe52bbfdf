import { describe, expect, it } from "vitest";
import { isMovedBack, NO_PROGRESS, progressAfter } from "../../src/gateway/hook-progress.ts";

/** One look at git-sync: how often its hook took a commit, how often it failed, and what is checked out. */
type Look = readonly [hooks: number, failures: number, checkout: string | null] | "no answer";

function follow(looks: readonly Look[]) {
  let progress = NO_PROGRESS;
  let movedBack = 0;
  for (const look of looks) {
    const before = progress;
    const [hooks, failures, checkout] = look === "no answer" ? [0, 0, before.checkout] : look;
    progress = progressAfter(before, look === "no answer" ? null : { syncs: 1, hooks, failures }, checkout);
    if (isMovedBack(before, progress)) movedBack++;
  }
  const { taken, failed } = progress;
  return { taken, failed, movedBack };
}

describe("what git-sync's hook has made of commits", () => {
  it.each<[string, readonly Look[], ReturnType<typeof follow>]>([
    ["nothing yet", [[0, 0, null]], { taken: null, failed: null, movedBack: 0 }],
    [
      "a good one",
      [
        [0, 0, "a"],
        [1, 0, "a"],
      ],
      { taken: "a", failed: null, movedBack: 0 },
    ],
    [
      "a bad one",
      [
        [1, 0, "a"],
        [1, 0, "b"],
        [1, 1, "b"],
      ],
      { taken: "a", failed: "b", movedBack: 0 },
    ],
    [
      "a good one after it",
      [
        [1, 0, "a"],
        [1, 2, "b"],
        [2, 2, "c"],
      ],
      { taken: "c", failed: null, movedBack: 0 },
    ],
    [
      "moved back",
      [
        [1, 0, "a"],
        [1, 1, "b"],
        [1, 1, "a"],
        [1, 1, "a"],
      ],
      { taken: "a", failed: "b", movedBack: 1 },
    ],
    [
      "moved back while the hook ran",
      [
        [1, 0, "a"],
        [1, 0, "b"],
        [1, 0, "a"],
        [1, 1, "a"],
      ],
      { taken: "a", failed: null, movedBack: 2 },
    ],
    [
      "moved back between two looks",
      [
        [1, 0, "a"],
        [1, 1, "a"],
      ],
      { taken: "a", failed: null, movedBack: 1 },
    ],
    [
      "moved further back: the hook runs",
      [
        [1, 0, "a"],
        [2, 0, "b"],
        [2, 1, "c"],
        [3, 1, "a"],
      ],
      { taken: "a", failed: null, movedBack: 0 },
    ],
    [
      "git-sync starts again",
      [[3, 2, "a"], "no answer", [0, 0, "a"], [1, 0, "a"]],
      { taken: "a", failed: null, movedBack: 0 },
    ],
    [
      "git-sync starts again at a bad one",
      [
        [3, 2, "a"],
        [0, 1, "b"],
      ],
      { taken: "a", failed: "b", movedBack: 0 },
    ],
  ])("%s", (_, looks, expected) => {
    expect(follow(looks)).toEqual(expected);
  });
});

import { describe, expect, it } from "vitest";
import { hasSettled, NO_PROGRESS, progressAfter } from "../../src/gateway/hook-progress.ts";

/** One look at git-sync: how often its hook took a commit, how often it failed, and what is checked out. */
type Look = readonly [second: number, hooks: number, failures: number, checkout: string | null];

function follow(looks: readonly Look[]) {
  let progress = NO_PROGRESS;
  const settled: number[] = [];
  for (const [second, hooks, failures, checkout] of looks) {
    const before = progress;
    const counts = hooks < 0 ? null : { syncs: 1, hooks, failures };
    progress = progressAfter(before, counts, checkout, 1e12 + second * 1000);
    if (hasSettled(before, progress, 3_000)) settled.push(second);
  }
  return { failed: progress.failed, settled };
}

const NO_ANSWER = -1;

describe("what git-sync's hook has made of commits", () => {
  it.each<[string, readonly Look[], ReturnType<typeof follow>]>([
    ["nothing yet", [[0, 0, 0, null]], { failed: null, settled: [] }],
    [
      "a good one",
      [
        [0, 0, 0, "a"],
        [1, 1, 0, "a"],
      ],
      { failed: null, settled: [] },
    ],
    [
      "a bad one",
      [
        [0, 1, 0, "a"],
        [1, 1, 0, "b"],
        [2, 1, 1, "b"],
      ],
      { failed: "b", settled: [] },
    ],
    [
      "a good one after it",
      [
        [0, 1, 0, "a"],
        [1, 1, 2, "b"],
        [2, 2, 2, "c"],
      ],
      { failed: null, settled: [] },
    ],
    [
      "git-sync starts again",
      [
        [0, 3, 2, "a"],
        [1, NO_ANSWER, 0, "a"],
        [2, 0, 1, "a"],
      ],
      { failed: "a", settled: [] },
    ],
    [
      "moved back: nothing happens any more, which is told once",
      [
        [0, 1, 0, "a"],
        [1, 1, 1, "b"],
        [5, 1, 1, "a"],
        [14, 1, 1, "a"],
        [15, 1, 1, "a"],
        [16, 1, 1, "a"],
        [90, 1, 1, "a"],
      ],
      { failed: "b", settled: [15] },
    ],
    [
      "a bad one is tried again and again",
      [
        [0, 1, 0, "a"],
        [5, 1, 1, "b"],
        [9, 1, 2, "b"],
        [13, 1, 3, "b"],
        [17, 1, 4, "b"],
      ],
      { failed: "b", settled: [] },
    ],
  ])("%s", (_, looks, expected) => {
    expect(follow(looks)).toEqual(expected);
  });
});

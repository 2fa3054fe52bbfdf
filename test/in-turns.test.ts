import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { atOnce, inTurns } from "../src/in-turns.ts";

test("others get their turns while a long piece of work is done", async () => {
  let turns = 0;
  let isDone = false;
  // it would go on for ever, were it alone
  function* untilOthersHadTheirs(): Generator<undefined, number, undefined> {
    const end = performance.now() + 5_000;
    while (turns < 5 && performance.now() < end) yield;
    return turns;
  }
  const work = inTurns(untilOthersHadTheirs()).finally(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await turn();
  expect(await work).toBeGreaterThanOrEqual(5);
});

test("what the work throws is thrown, and what it returns is the same at one go", async () => {
  function* failing(): Generator<undefined, never, undefined> {
    yield;
    throw new Error("no");
  }
  await expect(inTurns(failing())).rejects.toThrow("no");
  expect(() => atOnce(failing())).toThrow("no");
  expect(atOnce([1, 2].values())).toBeUndefined();
});

import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { atOnce, inTurns } from "../src/in-turns.ts";

function* busyFor(ms: number): Generator<undefined, number, undefined> {
  const end = performance.now() + ms;
  let steps = 0;
  while (performance.now() < end) {
    steps++;
    yield;
  }
  return steps;
}

test("others get their turn while a long piece of work is done", async () => {
  let turns = 0;
  let isDone = false;
  const work = inTurns(busyFor(60)).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await wait(1);
    turns++;
  }
  expect(await work).toBeGreaterThan(0);
  expect(turns).toBeGreaterThan(5);
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

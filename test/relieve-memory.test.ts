import { expect, test } from "vitest";
import { relieveMemory } from "../src/relieve-memory.ts";

/** Something that nobody refers to but weakly. */
function forgotten(): WeakRef<object> {
  return new WeakRef({ large: Array.from({ length: 1000 }, (_, at) => `text ${at}`) });
}

test("what nobody refers to is freed at once, where the heap is large enough to be worth it", async () => {
  const reference = forgotten();
  // a weak reference holds until the end of the turn in which it was made
  await new Promise((resolve) => setImmediate(resolve));
  relieveMemory(Number.MAX_SAFE_INTEGER);
  expect(reference.deref()).toBeDefined();
  await new Promise((resolve) => setImmediate(resolve));
  relieveMemory(0);
  expect(reference.deref()).toBeUndefined();
});

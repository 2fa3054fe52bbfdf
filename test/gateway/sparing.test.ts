import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { sparing } from "../../src/gateway/sparing.ts";

it("collects garbage before, again and again meanwhile, and after, whatever comes of it", async () => {
  let collected = 0;
  const collect = (): void => void collected++;
  const waiting = sparing(collect, sleep(600, "ready"));
  expect(collected).toBe(1);
  expect(await waiting).toBe("ready");
  expect(collected).toBeGreaterThanOrEqual(3);
  const before = collected;
  await expect(sparing(collect, Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(collected).toBe(before + 2);
  await sleep(300);
  expect(collected).toBe(before + 2);
});

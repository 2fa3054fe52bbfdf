import { expect, test } from "vitest";
import { syncTogether } from "../../src/publish/sync-together.ts";

/** Asks for so many fsyncs at once; returns how many threads were asked for before the first began, and what came of them. */
async function syncMany(count: number, env: Record<string, string | undefined>) {
  let threads: string | undefined;
  const started: number[] = [];
  const syncSoon = syncTogether(
    {
      syncSoon: (fd) => {
        if (started.length === 0) threads = env["UV_THREADPOOL_SIZE"];
        started.push(fd);
        return fd === 3 ? Promise.reject(new Error("EIO")) : Promise.resolve();
      },
    },
    env,
  );
  const ends = await Promise.allSettled(Array.from({ length: count }, (_, fd) => syncSoon(fd)));
  return { threads, started, failed: ends.flatMap(({ status }, fd) => (status === "rejected" ? [fd] : [])) };
}

test("few fsyncs are done by libuv's own threads, many by more of them, and each ends as it ends", async () => {
  const few = await syncMany(5, {});
  expect(few).toEqual({ threads: undefined, started: [0, 1, 2, 3, 4], failed: [3] });
  const many = await syncMany(9, {});
  expect(many.threads).toBe("32");
  expect(many.started).toHaveLength(9);
  expect(many.failed).toEqual([3]);
});

test("who has set the number of threads keeps it", async () => {
  const env = { UV_THREADPOOL_SIZE: "1" };
  expect(await syncMany(9, env)).toMatchObject({ threads: "1" });
});

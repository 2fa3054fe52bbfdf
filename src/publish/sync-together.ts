import type { FileSystem } from "./file-system.ts";

/** so many fsyncs are done sooner by libuv's usual four threads than more of them are made */
const FEW = 8;

/**
 * `syncSoon` by as many threads as there is work for: fsyncs that wait together cost the disk one write. libuv makes
 * all its threads when it needs the first, and looks then how many it shall be.
 *
 * @param env of the process; who has set the number there keeps it
 */
export function syncTogether(
  { syncSoon }: Pick<FileSystem, "syncSoon">,
  env: Record<string, string | undefined>,
): FileSystem["syncSoon"] {
  let waiting: (() => void)[] = [];
  const startAll = (): void => {
    if (waiting.length > FEW) env["UV_THREADPOOL_SIZE"] ??= "32";
    const all = waiting;
    waiting = [];
    for (const start of all) start();
  };
  return (fd) =>
    new Promise((resolve, reject) => {
      waiting.push(() => void syncSoon(fd).then(resolve, reject));
      // not queueMicrotask: Node wraps it into a dozen functions of its own
      if (waiting.length === 1) void Promise.resolve().then(startAll);
    });
}

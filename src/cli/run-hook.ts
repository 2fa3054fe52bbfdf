import type { Scripts } from "../scripts.ts";

/** The standard streams, and the fsync that this is called back by: whoever makes files durable waits for all of them. */
const HARMLESS = ["PipeWrap", "TTYWrap", "FSReqCallback"];

/** The hook as a process of its own: its script, and then the end. */
export async function runHook({ run }: Scripts): Promise<void> {
  const { ended } = run("gateway-hook-configsync") as { readonly ended: Promise<void> };
  await ended;
  const isIdle = process.getActiveResourcesInfo().every((kind) => HARMLESS.includes(kind));
  if (isIdle) end();
  else process.on("beforeExit", end);
}

/**
 * By itself Node would first wait until V8 has optimised functions that nobody calls any more, and give all memory back
 * piece by piece: up to 30 ms.
 */
function end(): never {
  process.exit();
}

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { readTests, type TestFile } from "../route-tests/read-tests.ts";

/** Below this many bytes a thread takes longer to begin than they take to be read. */
const WORTH_A_THREAD = 20_000;

/**
 * Reads a file of route tests in a thread of its own, while the environment is judged. Where there is no script for
 * it (the standalone executable, the sources) it is read here and now.
 */
export async function readTestsBeside(bytes: Uint8Array): Promise<TestFile> {
  const script = fileURLToPath(new URL("read-tests.cjs", import.meta.url));
  if (bytes.length < WORTH_A_THREAD || !existsSync(script)) return readTests(bytes);
  const worker = new Worker(script, { workerData: bytes });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

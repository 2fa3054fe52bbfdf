import { parentPort, workerData } from "node:worker_threads";
import { readTests } from "./read-tests.ts";

/** A thread that reads one file of route tests: it is given the bytes, and answers with a `TestFile`. */
if (!(workerData instanceof Uint8Array)) throw new TypeError("no file of tests was given");
parentPort?.postMessage(readTests(workerData));

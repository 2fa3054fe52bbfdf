// Takes a lock again and again and notes when it is in: contender.mjs FOLDER LOG NUMBER. Some die holding it.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "../../../src/publish/lock.ts";
import { nodePorts } from "../../../src/publish/node-ports.ts";

const [folder = "", log = "", number = ""] = process.argv.slice(2);
const ports = nodePorts(process, () => undefined);
const ROUNDS = 20;
const LAST_ROUND_OF_MORTALS = 7;

for (let round = 0; round < ROUNDS; round++) {
  const lock = await takeLock(ports, folder, 60_000);
  appendFileSync(log, `in ${number}\n`);
  if (round % 3 === 0) await sleep(Math.random() * 3);
  appendFileSync(log, `out ${number}\n`);
  if (Number(number) < 3 && round === LAST_ROUND_OF_MORTALS) process.kill(process.pid, "SIGKILL");
  lock.release();
}

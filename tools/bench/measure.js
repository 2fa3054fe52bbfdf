import { execFileSync } from "node:child_process";
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { judges, publishers, STARTS } from "./contenders.js";
import { changeOne, filesOf, writeEnvironment } from "./environment.js";
import { median, time } from "./time.js";

/** How many targets were put aside. */
let published = 0;

/**
 * Measures everything with an environment of so many files: all contenders in turn, round after round, so that a
 * machine that is busy for a while is so for all.
 *
 * @returns lines `{ task, name, id, wall, cpu, memory }`, medians in milliseconds, the most in MiB; and what could not be measured
 */
export function measure(folder, count, rounds) {
  writeEnvironment(join(folder, "env"), count);
  const copying = publishers(folder);
  const judging = judges(folder, filesOf(count));
  const lines = [];

  const first = turns(Math.max(3, Math.ceil(rounds / 3)), copying.found, fromNothing);
  lines.push(...first.map((line) => ({ task: "first publication", ...line })));

  const idle = turns(rounds, [...STARTS, ...copying.found], () => undefined);
  for (const line of idle)
    lines.push({ task: line.id.startsWith("node") ? "start" : "nothing to do", ...line });

  const change = (_, round) => changeOne(join(folder, "env"), round);
  const changed = turns(rounds, copying.found, () => undefined, change);
  lines.push(...changed.map((line) => ({ task: "one file changed", ...line })));

  const judged = turns(Math.min(rounds, count > 1000 ? 1 : 7), judging.found, () => undefined);
  lines.push(...judged.map((line) => ({ task: "validate", ...line })));
  return { lines, missing: [...copying.missing, ...judging.missing] };
}

/** Applications in a file of 2 KB. */
const APPLICATIONS = 3;

/**
 * Measures the memory that the same takes where files are full of routers; each task once.
 *
 * @returns lines `{ task, name, id, memory }`, in MiB
 */
export function measureDense(folder, count) {
  const environment = join(folder, "env");
  writeEnvironment(environment, count, APPLICATIONS);
  const lines = [];
  for (const { name, id, command, options } of judges(folder, []).found.filter(isOwn))
    lines.push({ task: "validate", name, id, ...time(command, options) });
  for (const { name, id, command, options, target } of publishers(folder).found.filter(isOwn)) {
    fromNothing({ target });
    changeOne(environment, 0, APPLICATIONS);
    lines.push({ task: "first publication", name, id, ...time(command, options) });
    lines.push({ task: "nothing to do", name, id, ...time(command, options) });
    changeOne(environment, 1, APPLICATIONS);
    lines.push({ task: "one file changed", name, id, ...time(command, options) });
  }
  return lines;
}

/**
 * A fast start is of no use where the disk is still busy with what was before. What was published is not deleted: ext4
 * keeps so many inodes apart for a while, and each new file looks past them.
 */
function fromNothing({ target }) {
  if (existsSync(target)) renameSync(target, `${target}.${++published}`);
  execFileSync("sync");
}

function isOwn({ id }) {
  return id === "bundle" || id === "standalone";
}

function turns(rounds, contenders, prepare, prepareRound = () => undefined) {
  const times = new Map(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    prepareRound(null, round);
    for (const contender of contenders) {
      prepare(contender);
      times.get(contender).push(time(contender.command, contender.options));
    }
  }
  return [...times].map(([{ name, id }, all]) => ({
    name,
    id,
    wall: median(all.map(({ wall }) => wall)),
    cpu: median(all.map(({ cpu }) => cpu)),
    memory: Math.max(...all.map(({ memory }) => memory)),
  }));
}

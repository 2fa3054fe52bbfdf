// What the hook costs beside what it is compared with, in one run: npm run bench [-- --quick] [-- --install].
// --quick: fewer files, fewer rounds; --install: ajv-cli and check-jsonschema, into .cache.
// BENCH_SCHEMA: the schema that those judge by, such as SchemaStore's; by default it is this project's.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { figures } from "./bench/figures.js";
import { measure, measureDense } from "./bench/measure.js";
import { installRivals } from "./bench/rivals.js";

const isQuick = process.argv.includes("--quick");
const ROUNDS = isQuick
  ? new Map([
      [1, 5],
      [20, 5],
      [100, 7],
      [1000, 3],
    ])
  : new Map([
      [1, 21],
      [20, 21],
      [100, 21],
      [1000, 11],
      [10_000, 7],
    ]);
if (process.argv.includes("--install")) installRivals();

const folder = mkdtempSync(join(tmpdir(), "gateway-bench-"));
const byCount = new Map();
const missing = new Set();
const dense = [];
try {
  for (const [count, rounds] of ROUNDS) {
    process.stderr.write(`${count} files …\n`);
    const measured = measure(folder, count, rounds);
    byCount.set(count, measured.lines);
    for (const reason of measured.missing) missing.add(reason);
  }
  if (!isQuick) {
    process.stderr.write("10,000 files of 2 KB …\n");
    dense.push(...measureDense(folder, 10_000));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const [cpu] = cpus();
console.log(
  `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, ` +
    `Node ${process.version}. Medians in milliseconds, in brackets the processor's time.\n`,
);
const counts = [...byCount.keys()];
const row = (cells) => `| ${cells.join(" | ")} |`;
console.log(row(["task", "by", ...counts.map((count) => `${count.toLocaleString("en")} files`)]));
console.log(row(["---", "---", ...counts.map(() => "---:")]));
for (const { task, name } of inOrder(byCount.get(counts[0]))) {
  const cells = counts.map((count) => {
    const { wall, cpu } = byCount.get(count).find((line) => line.task === task && line.name === name);
    return `${wall.toFixed(0)} (${cpu.toFixed(0)})`;
  });
  console.log(row([task, name, ...cells]));
}

console.log(`\nThe most memory resident, in MiB; each file has some 0.7 KB, in the last column 2 KB.\n`);
const sizes = [...counts.map((count) => `${count.toLocaleString("en")} files`), "10,000 of 2 KB"];
console.log(row(["task", "by", ...sizes]));
console.log(row(["---", "---", ...sizes.map(() => "---:")]));
for (const { task, name, id } of inOrder(byCount.get(counts[0]))) {
  if (id !== "bundle" && id !== "standalone") continue;
  const cells = counts.map((count) =>
    byCount
      .get(count)
      .find((line) => line.task === task && line.name === name)
      .memory.toFixed(0),
  );
  const full = dense.find((line) => line.task === task && line.name === name);
  console.log(row([task, name, ...cells, full?.memory.toFixed(0) ?? ""]));
}
for (const reason of missing) console.log(`\nLeft out: ${reason}.`);
console.log(
  process.env.BENCH_SCHEMA === undefined
    ? "\najv-cli and check-jsonschema judge by this project's own schema of dynamic files (SchemaStore's is in neither; BENCH_SCHEMA names a copy of it), and do no more than that."
    : `\najv-cli and check-jsonschema judge by ${process.env.BENCH_SCHEMA}, and do no more than that.`,
);

console.log(`\n${row(["figure", "at most", "measured", ""])}\n${row(["---", "---:", "---:", "---"])}`);
const at = (count, task, id) => byCount.get(count)?.find((line) => line.task === task && line.id === id);
for (const [name, limit, measured] of figures(at, dense).map(([name, ratio, limit]) => [
  name,
  limit,
  ratio,
])) {
  const word = Number.isNaN(measured) ? "not measured" : measured <= limit ? "holds" : "MISSED";
  console.log(row([name, limit.toFixed(2), Number.isNaN(measured) ? "" : measured.toFixed(2), word]));
}

function inOrder(lines) {
  const tasks = ["start", "nothing to do", "one file changed", "first publication", "validate"];
  return tasks.flatMap((task) => lines.filter((line) => line.task === task));
}

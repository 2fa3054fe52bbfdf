import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findTraefik } from "../support/find-traefik.ts";
import { startJudge } from "../support/judge.ts";
import { compare, type Disagreement } from "./differential.ts";
import { ownJudge } from "./own-judge.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    corpus: { type: "string", default: "test/fuzz/corpus" },
  },
});
const valid = Object.fromEntries(
  await Promise.all(
    (await readdir(values.corpus)).map(async (name) => [
      name,
      await readFile(join(values.corpus, name), "utf8"),
    ]),
  ),
) as Record<string, string>;

const bin = await findTraefik(process.env);
const judge = await startJudge({ bin, entryPoints: ["web", "websecure", "udpep/udp"] });
try {
  const start = Date.now();
  const result = await compare(valid, judge, ownJudge, {
    count: Number(values.count),
    seed: Number(values.seed),
    report: print,
  });
  const agreed = result.cases - result.disagreements.length;
  console.log(
    `${result.cases} cases from seed ${values.seed}: ${agreed} agree (${((100 * agreed) / result.cases).toFixed(2)} %); ` +
      `${result.refused} refused, ${result.disabled} with disabled objects, ${result.skipped} not asked; ` +
      `${((Date.now() - start) / 1000).toFixed(0)} s`,
  );
  process.exitCode = result.disagreements.length === 0 ? 0 : 1;
} finally {
  await judge.stop();
}

function print({ seed, how, files, ours, real }: Disagreement): void {
  console.log(`\n=== seed ${seed}: ${how}`);
  for (const [name, text] of Object.entries(files)) console.log(`--- ${name}\n${text}`);
  for (const [who, verdict] of Object.entries({ ours, real })) {
    console.log(
      `--- ${who}: ${verdict.refused ? "refused" : "loads"}; disabled: ${[...verdict.disabled].toSorted().join(" ") || "none"}`,
    );
    console.log(verdict.says);
  }
}

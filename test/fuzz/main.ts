import { parseArgs } from "node:util";
import { findTraefik } from "../support/find-traefik.ts";
import { startJudge } from "../support/judge.ts";
import { compare, type Disagreement } from "./differential.ts";
import { folderMaterial, mixedMaterial } from "./material.ts";
import { ownJudge } from "./own-judge.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    /** `corpus`: the same valid files every time; `mixed`: all that is known to load */
    material: { type: "string", default: "mixed" },
    corpus: { type: "string", default: "test/fuzz/corpus" },
  },
});
const corpus = await folderMaterial(values.corpus);
const material = values.material === "mixed" ? await mixedMaterial(corpus) : corpus;

const bin = await findTraefik(process.env);
const judge = await startJudge({ bin, entryPoints: ["web", "websecure", "udpep/udp"] });
try {
  const start = Date.now();
  const result = await compare(material, judge, ownJudge, {
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

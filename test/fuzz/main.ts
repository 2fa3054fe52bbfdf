import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { minorVersion } from "../../src/traefik/versions.ts";
import { findTraefik, TRAEFIK_VERSION } from "../support/find-traefik.ts";
import { startJudge } from "../support/judge.ts";
import { compare, type Disagreement } from "./differential.ts";
import { folderMaterial, loadable, mixedMaterial } from "./material.ts";
import { ownJudgeOf } from "./own-judge.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    /** `corpus`: the same valid files every time; `mixed`: all that is known to load */
    material: { type: "string", default: "mixed" },
    /** which Traefik is asked, where TRAEFIK_BIN names none: `3.6.15` */
    "traefik-version": { type: "string", default: TRAEFIK_VERSION },
    corpus: { type: "string", default: "test/fuzz/corpus" },
  },
});
const corpus = await folderMaterial(values.corpus);
const material = values.material === "mixed" ? await mixedMaterial(corpus) : corpus;

const bin = await findTraefik(process.env, values["traefik-version"]);
const said = execFileSync(bin, ["version"], { encoding: "utf8" });
const release = /^Version:\s*(\S+)/m.exec(said)?.[1] ?? "";
const version = minorVersion(release);
if (version === null) throw new Error(`the rules of Traefik ${release} are not known`);
const own = ownJudgeOf(version);
const judge = await startJudge({ bin, entryPoints: ["web", "websecure", "udpep/udp"] });
try {
  const start = Date.now();
  const result = await compare(
    loadable(material, (files) => own(files).refused),
    judge,
    own,
    {
      count: Number(values.count),
      seed: Number(values.seed),
      report: print,
    },
  );
  const agreed = result.cases - result.disagreements.length;
  console.log(
    `${result.cases} cases from seed ${values.seed} against Traefik ${release}: ${agreed} agree (${((100 * agreed) / result.cases).toFixed(2)} %); ` +
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

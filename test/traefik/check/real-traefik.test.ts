import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeDynamic, type JudgeOptions, type Judgement } from "../../../src/traefik/check/judge.ts";
import { seeded } from "../../fuzz/random.ts";
import { dice, JUDGE_FACTS, thisMachine } from "../../support/judge-facts.ts";
import { type Judge, type RealVerdict, startJudge } from "../../support/judge.ts";
import { loadFiles } from "../../support/load-files.ts";
import { traefikBin } from "../../support/traefik.ts";
import { randomConfiguration } from "./random-configuration.ts";
import { statusesOf } from "../../support/statuses.ts";

const OPTIONS: JudgeOptions = { version: "3.7", facts: JUDGE_FACTS, files: thisMachine };
const CASES = 60;
/** So often the dice are thrown to meet Traefik's outcome. */
const THROWS = 200;

function told(judgement: Judgement): RealVerdict["objects"] {
  const inError = [...statusesOf(judgement)].filter(([, { texts }]) => texts.length > 0);
  return Object.fromEntries(inError.map(([name, { status, texts }]) => [name, { status, texts }]));
}

describe.skipIf(traefikBin === null)("objects that refer to each other at random", () => {
  let judge: Judge;
  beforeAll(async () => {
    judge = await startJudge({ bin: traefikBin!, entryPoints: ["web", "websecure", "udpep/udp"] });
  });
  afterAll(async () => judge?.stop());

  it("get the statuses and texts of the real Traefik", { timeout: 120_000 }, async () => {
    const disagreements: unknown[] = [];
    let inError = 0;
    for (let seed = 1; seed <= CASES; seed++) {
      const files = { "a.yaml": JSON.stringify(randomConfiguration(seeded(seed)), null, 1) };
      const { configuration } = loadFiles(files);
      if (configuration === null) throw new Error(`seed ${seed} does not load`);
      const every = judgeDynamic(configuration, OPTIONS);
      if (every.diagnostics.some(({ effect }) => effect === "crash")) continue;
      const { refused, objects } = await judge.ask(files);
      const throws = Array.from({ length: THROWS }, (_, index) => dice(seed * 1000 + index));
      const agrees = throws.some((chance) =>
        isDeepStrictEqual(told(judgeDynamic(configuration, { ...OPTIONS, chance })), objects),
      );
      // what chance may disable is among what is found
      const ours = told(every);
      const isFound = Object.keys(objects).every((object) => object in ours);
      if (refused !== null || !agrees || !isFound)
        disagreements.push({ seed, files, ours, objects, refused });
      if (Object.keys(objects).length > 0) inError++;
    }
    expect(disagreements).toEqual([]);
    expect(inError).toBeGreaterThan(CASES / 2);
  });
});

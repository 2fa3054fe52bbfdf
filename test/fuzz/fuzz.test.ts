import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Judge, startJudge } from "../support/judge.ts";
import { traefikBin } from "../support/traefik.ts";
import { compare } from "./differential.ts";
import { folderMaterial } from "./material.ts";
import { ownJudgeOf } from "./own-judge.ts";
import { seeded } from "./random.ts";

const material = await folderMaterial("test/fuzz/corpus");
const valid = material(seeded(1));

const ownJudge = ownJudgeOf("3.7");

describe.skipIf(traefikBin === null)(
  "random breakage, judged by the real Traefik and by this project",
  () => {
    let judge: Judge;
    beforeAll(async () => {
      judge = await startJudge({ bin: traefikBin!, entryPoints: ["web", "websecure", "udpep/udp"] });
    });
    afterAll(async () => judge?.stop());

    it("starts from files that both accept", async () => {
      expect(ownJudge(valid)).toMatchObject({
        refused: false,
        disabled: new Set(),
        fatal: false,
        unknown: false,
      });
      expect(await judge.ask(valid)).toEqual({ refused: null, objects: {} });
    });

    it("has no disagreement in 80 cases; npm run fuzz tries more", async () => {
      const result = await compare(material, judge, ownJudge, { count: 80, seed: 20_260_101 });
      expect(result.disagreements).toEqual([]);
      // The cases are worth something only if they break something.
      expect(result.refused).toBeGreaterThan(25);
      expect(result.disabled).toBeGreaterThan(10);
    }, 240_000);
  },
);

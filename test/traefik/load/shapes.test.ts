import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configurationSchema } from "../../../src/traefik/load/schema.ts";
import { traefikSays } from "../../../src/traefik/load/traefik-says.ts";
import { seeded } from "../../fuzz/random.ts";
import { randomShape } from "../../fuzz/shapes.ts";
import { type Judge, startJudge } from "../../support/judge.ts";
import { loadFiles } from "../../support/load-files.ts";
import { traefikBin } from "../../support/traefik.ts";

describe.skipIf(traefikBin === null)("random shapes of every type, against the real Traefik", () => {
  let judge: Judge;
  beforeAll(async () => {
    judge = await startJudge({ bin: traefikBin! });
  });
  afterAll(async () => judge?.stop());

  it("is refused with the same words, or loads, in 200 cases", async () => {
    const { root } = configurationSchema("3.7", "dynamic");
    const random = seeded(7);
    const disagreements: unknown[] = [];
    let refused = 0;
    for (let count = 0; count < 200; count++) {
      const text = randomShape(root, random);
      const { refusal } = loadFiles({ "a.yaml": text });
      // what kills a Traefik is not shown to one
      if (refusal?.panics) continue;
      const ours = refusal && traefikSays(refusal, "<dir>", "3.7");
      const real = (await judge.ask({ "a.yaml": text })).refused;
      if (real !== null) refused++;
      if (ours !== real) disagreements.push({ text, ours, real });
    }
    expect(disagreements).toEqual([]);
    expect(refused).toBeGreaterThan(50);
    expect(refused).toBeLessThan(180);
  }, 120_000);
});

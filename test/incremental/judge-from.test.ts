import { atOnce } from "../../src/in-turns.ts";
import { expect, test } from "vitest";
import { formatMemory, parseMemory, type Memory, type Recollection } from "../../src/incremental/memory.ts";
import { judge, judgeFrom, type JudgeOptions, type Judgement } from "../../src/validate.ts";
import { treeOf } from "../support/load-files.ts";
import { dice, edit, randomWorld, treeOfWorld } from "./random-environment.ts";

/** More for a longer look: INCREMENTAL_CASES=8000 INCREMENTAL_SEED=5000 npx vitest run test/incremental */
const CASES = Number(process.env["INCREMENTAL_CASES"] ?? 120);
const FIRST = Number(process.env["INCREMENTAL_SEED"] ?? 1);
const COMMITS = 6;

const JUDGE = "by these rules";
const digest = (text: string): string => String(text.length);

function optionsOf(seed: number): JudgeOptions {
  return {
    traefikVersion: seed % 5 === 0 ? "3.5" : "3.7",
    targetDir: "/etc/traefik",
    failOn: "error",
    variables: {},
    allVariables: true,
  };
}

/** All that is told of an environment, and what is remembered of it. */
function told({ verdict, diagnostics, objects, routers, files, place, staticFiles, remember }: Judgement) {
  return {
    verdict,
    diagnostics,
    objects: objects?.(),
    routers,
    files,
    place,
    staticFiles,
    memory: textOf(remember()),
  };
}

function textOf(memory: Recollection | null): string | null {
  return memory && formatted(memory);
}

function formatted(memory: Recollection): string {
  const pieces = atOnce(
    formatMemory(memory, { judge: JUDGE, conclusion: null }, (body) =>
      digest(Buffer.concat(body).toString()),
    ),
  );
  return Buffer.concat(pieces).toString();
}

/** The memory as the next run reads it. */
function kept(memory: Recollection): Memory | null {
  return parseMemory(formatted(memory), JUDGE, digest);
}

test(`of ${CASES} random commits judging again comes to what judging whole does`, () => {
  const pairs: { where: string; again: Judgement; whole: Judgement }[] = [];
  let calm = 0;
  for (let seed = FIRST; (seed - FIRST + 1) * COMMITS <= CASES; seed++) {
    const roll = dice(seed);
    const options = optionsOf(seed);
    const world = randomWorld(roll);
    let memory = judge({ tree: treeOfWorld(world), diagnostics: [] }, options).remember();
    for (let commit = 0; commit < COMMITS; commit++) {
      edit(world, roll);
      const reading = { tree: treeOfWorld(world), diagnostics: [] };
      const whole = judge(reading, options);
      const known = memory && kept(memory);
      const again = known && judgeFrom(reading, options, known, 1);
      if (again !== null) pairs.push({ where: `seed ${seed}, commit ${commit}`, again, whole });
      const remembered = whole.remember();
      if (remembered === null) continue;
      calm++;
      memory = remembered;
    }
  }
  for (const { where, again, whole } of pairs) expect(told(again), where).toEqual(told(whole));
  // else it would prove nothing
  expect(pairs.length).toBeGreaterThan(calm / 2);
  expect(calm).toBeGreaterThan(CASES / 5);
}, 120_000);

test("a memory that is damaged, or another's, is none", () => {
  const tree = treeOf({
    "traefik.yaml":
      "entryPoints: { web: { address: ':80' } }\nproviders: { file: { directory: /etc/traefik } }\n",
    "conf.d/a.yaml": "http: { middlewares: { a: { compress: {} } } }\n",
  });
  const memory = judge({ tree, diagnostics: [] }, optionsOf(1)).remember();
  expect(memory).not.toBeNull();
  const text = textOf(memory) ?? "";
  expect(parseMemory(text, JUDGE, digest)).toEqual(memory && { ...memory, files: new Map(memory.files) });
  expect(parseMemory(text, `${JUDGE}x`, digest)).toBeNull();
  expect(parseMemory(text.slice(0, -1), JUDGE, digest)).toBeNull();
  expect(parseMemory("", JUDGE, digest)).toBeNull();
});

test("another static configuration has to be read, and all be judged by it", () => {
  const environment = (port: number) =>
    treeOf({
      "traefik.yaml": `entryPoints: { web: { address: ':${port}' } }\nproviders: { file: { directory: /etc/traefik/conf.d } }\n`,
      "conf.d/a.yaml": "http: { middlewares: { a: { compress: {} } } }\n",
      "conf.d/b.yaml": "http: { middlewares: { b: { compress: {} } } }\n",
    });
  const options = optionsOf(1);
  const remembered = judge({ tree: environment(80), diagnostics: [] }, options).remember();
  const memory = remembered && kept(remembered);
  const again = (port: number) =>
    memory && judgeFrom({ tree: environment(port), diagnostics: [] }, options, memory, 1);
  expect(again(80)?.facts).toEqual(memory?.statics.facts);
  expect(again(81)).toBeNull();
});

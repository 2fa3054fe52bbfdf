import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/diagnostic.ts";
import { judgeDynamic, type JudgeOptions, type Judgement } from "../../../src/traefik/check/judge.ts";
import type { DynamicConfiguration } from "../../../src/traefik/load/configuration.ts";
import { dice, JUDGE_FACTS, thisMachine } from "../../support/judge-facts.ts";
import { loadFiles } from "../../support/load-files.ts";
import { statusesOf } from "../../support/statuses.ts";

type Texts = Readonly<Record<string, readonly string[]>>;

/** A folder, and what the real Traefik 3.7.15 said of its objects. */
interface Vector {
  readonly id: string;
  readonly about: string;
  readonly files: Readonly<Record<string, string>>;
  /** objects with texts */
  readonly objects: Texts;
  readonly status: Readonly<Record<string, string>>;
  /** objects without */
  readonly ok: readonly string[];
  /** error lines of the log: message, error, router */
  readonly log?: readonly string[];
  /** where chance decides, everything that was seen in `objects` */
  readonly varies?: readonly Texts[];
  /** Traefik died, or applied no configuration any more */
  readonly crash?: boolean;
  /** it does not even load */
  readonly load?: string;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL("../../vectors/runtime.json", import.meta.url), "utf8"),
);
const judged = vectors.filter(({ load }) => load === undefined);
const alive = judged.filter(({ crash }) => crash !== true);
const configurations = new Map(judged.map((vector) => [vector.id, load(vector)]));

function load({ id, files }: Vector): DynamicConfiguration {
  const { configuration, diagnostics } = loadFiles(files);
  if (configuration === null) throw new Error(`${id} does not load: ${JSON.stringify(diagnostics)}`);
  return configuration;
}

function judge({ id }: Vector, options: Partial<JudgeOptions> = {}): Judgement {
  return judgeDynamic(configurations.get(id)!, {
    version: "3.7",
    facts: JUDGE_FACTS,
    files: thisMachine,
    ...options,
  });
}

function outcome(judgement: Judgement) {
  const objects = statusesOf(judgement);
  const told = [...objects].filter(([, { texts }]) => texts.length > 0);
  return {
    objects: Object.fromEntries(told.map(([name, { texts }]) => [name, texts])),
    status: Object.fromEntries(told.map(([name, { status }]) => [name, status])),
    ok: [...objects.keys()].filter((name) => objects.get(name)?.texts.length === 0).toSorted(),
  };
}

const SEEDS = Array.from({ length: 3 }, (_, index) => index + 1);

test("objects, statuses and texts are Traefik's, however the dice fall", () => {
  const differing = alive
    .filter(({ varies }) => varies === undefined)
    .flatMap((vector) => {
      const { id, objects, status, ok } = vector;
      const traefik = { objects, status, ok: ok.toSorted() };
      const wrong = SEEDS.map((seed) => outcome(judge(vector, { chance: dice(seed) }))).find(
        (ours) => !isDeepStrictEqual(ours, traefik),
      );
      return wrong ? [{ id, ours: wrong, traefik }] : [];
    });
  expect(differing).toEqual([]);
});

test("where Traefik leaves it to chance, every outcome that was seen can be had", () => {
  const byChance = alive.filter(({ varies }) => varies !== undefined);
  expect(byChance.length).toBeGreaterThan(5);
  const missing = byChance.flatMap((vector) => {
    const ours = Array.from(
      { length: 60 },
      (_, seed) => outcome(judge(vector, { chance: dice(seed) })).objects,
    );
    const unseen = (vector.varies ?? []).filter(
      (seen) => !ours.some((each) => isDeepStrictEqual(each, seen)),
    );
    return unseen.map((seen) => ({ id: vector.id, seen }));
  });
  expect(missing).toEqual([]);
});

/** The object of a file that a name in Traefik's API stems from. */
function sourceOf(name: string): string {
  return name.replace(/^(http\.routers\.)(?:web|websecure|nope)-conflicted-/, "$1");
}

function disabledIn(diagnostics: readonly Diagnostic[]): string[] {
  const objects = diagnostics.flatMap(({ effect, object }) =>
    effect === "disabled" && object ? [object] : [],
  );
  return [...new Set(objects)].toSorted();
}

test("the objects that Traefik has an error for are those that findings disable", () => {
  const differing = alive.flatMap((vector) => {
    const outcomes = vector.varies ?? [vector.objects];
    // served with an error in its status counts as well
    const names = outcomes.flatMap((objects) => Object.keys(objects));
    const expected = [...new Set(names.map(sourceOf))].toSorted();
    const gone = [...configurations.get(vector.id)!.objects["http.routers"].keys()]
      .map((name) => `http.routers.${name}`)
      .filter((name) => ![...Object.keys(vector.objects), ...vector.ok].map(sourceOf).includes(name));
    const ours = disabledIn(judge(vector).diagnostics);
    const traefik = [...new Set([...expected, ...gone])].toSorted();
    return isDeepStrictEqual(ours, traefik) ? [] : [{ id: vector.id, ours, traefik }];
  });
  expect(differing).toEqual([]);
});

test("what is told in the log alone is found too", () => {
  const silent = alive.filter((vector) => {
    const { objects, log = [] } = vector;
    const texts = Object.values(objects).flat();
    const logOnly = log.some((line) => !texts.some((text) => line.includes(text)));
    return logOnly && judge(vector).diagnostics.every(({ severity }) => severity === "info");
  });
  expect(silent.map(({ id, log }) => ({ id, log }))).toEqual([]);
});

test("what kills Traefik is found, and nothing else is taken for it", () => {
  const ours = judged.filter((vector) => judge(vector).diagnostics.some(({ effect }) => effect === "crash"));
  const traefik = judged.filter(({ crash }) => crash === true);
  expect(traefik.length).toBeGreaterThan(3);
  expect(ours.map(({ id }) => id)).toEqual(traefik.map(({ id }) => id));
});

test("a finding names a place in its file", () => {
  const nowhere = judged.flatMap((vector) => {
    const bad = judge(vector).diagnostics.filter(({ file, line, column, endLine, endColumn }) => {
      const text = (vector.files[file] ?? "").split("\n")[line - 1];
      return text === undefined || column > text.length + 1 || (endLine === line && endColumn < column);
    });
    return bad.map((diagnostic) => ({ id: vector.id, diagnostic }));
  });
  expect(nowhere).toEqual([]);
});

import { expect, test } from "vitest";
import type { ContentFile } from "../../src/publish/content.ts";
import { orderWrites, type OutlinePair } from "../../src/publish/order.ts";
import type { Plan } from "../../src/publish/plan.ts";
import { needsQuiet } from "../../src/publish/reload.ts";
import type { ReloadPlan } from "../../src/publish/reload-choice.ts";
import { stepsOf } from "../../src/publish/steps.ts";
import type { Outline } from "../../src/publish/types.ts";
import { type Watched, watchedPlace } from "../../src/publish/watched.ts";
import { UNKNOWN } from "./support/target.ts";

const file = (path: string): ContentFile => ({
  path,
  object: "",
  size: 0,
  mode: 0o644,
  owner: ":",
  read: () => new Uint8Array(),
});

const outline = (defines: string, refers: string): Outline => ({
  defines: new Set(defines.split(" ").filter(Boolean)),
  refers: new Set(refers.split(" ").filter(Boolean)),
});

const pair = (before: Outline | null, after: Outline | null): OutlinePair => ({ before, after });

test.each([
  {
    what: "a new file that is referred to comes before who refers to it",
    outlines: {
      "a.yaml": pair(outline("r", ""), outline("r", "m")),
      "z.yaml": pair(null, outline("m", "")),
    },
    order: ["z.yaml", "a.yaml"],
  },
  {
    what: "a file that drops a name comes after those that referred to it",
    outlines: {
      "a.yaml": pair(outline("m", ""), outline("", "")),
      "z.yaml": pair(outline("r", "m"), outline("r", "")),
    },
    order: ["z.yaml", "a.yaml"],
  },
  {
    what: "a name that moves is in both files for a moment",
    outlines: {
      "a.yaml": pair(outline("m n", ""), outline("n", "")),
      "z.yaml": pair(outline("", ""), outline("m", "")),
    },
    order: ["z.yaml", "a.yaml"],
  },
  {
    what: "chains are followed",
    outlines: {
      "a.yaml": pair(null, outline("r", "s")),
      "b.yaml": pair(null, outline("s", "t")),
      "c.yaml": pair(null, outline("t", "")),
    },
    order: ["c.yaml", "b.yaml", "a.yaml"],
  },
  {
    what: "two that wait for each other go by their paths",
    outlines: {
      "b.yaml": pair(outline("r", "m1"), outline("r", "m2")),
      "a.yaml": pair(outline("m1", ""), outline("m2", "")),
    },
    order: ["a.yaml", "b.yaml"],
  },
  {
    what: "nothing known: by path",
    outlines: { "b.yaml": pair(null, null), "a.yaml": pair(null, null) },
    order: ["a.yaml", "b.yaml"],
  },
])("$what", ({ outlines, order }) => {
  const files = Object.keys(outlines).map(file);
  expect(orderWrites(files, new Map(Object.entries(outlines))).map(({ path }) => path)).toEqual(order);
});

const NOTHING: Plan = {
  write: [],
  delete: [],
  clear: [],
  clearFolders: [],
  makeFolders: [],
  removeFolders: [],
  folders: [],
  unchanged: 0,
  adopt: [],
  disown: [],
  drift: [],
  obstacles: [],
};
const CONF_D: Watched = { folder: "conf.d", file: null };
const WATCHING: ReloadPlan = {
  method: "watch",
  found: [],
  processes: [],
  watched: CONF_D,
  isWatching: true,
  throttleMs: 2_000,
  why: "",
  isWithheld: false,
};

test.each<{ what: string; plan: Partial<Plan>; watched?: Watched; steps: string[]; quiet: boolean }>([
  {
    what: "room, folders, files, deletions, emptied folders",
    plan: {
      write: [file("conf.d/a"), file("conf.d/f/x")],
      delete: ["conf.d/f", "conf.d/gone", "old/x"],
      clear: ["conf.d/f"],
      makeFolders: ["conf.d/f"],
      removeFolders: ["old"],
    },
    steps: [
      "delete conf.d/f",
      "make-folder conf.d/f",
      "write conf.d/a",
      "write conf.d/f/x",
      "delete conf.d/gone",
      "delete old/x",
      "remove-folder old",
    ],
    quiet: true,
  },
  {
    what: "the only watched step is the last, and needs no quiet time",
    plan: { write: [file("conf.d/a"), file("conf.d/app/x"), file("traefik.yaml")], delete: ["conf.d/app/y"] },
    steps: ["write conf.d/app/x", "write traefik.yaml", "delete conf.d/app/y", "write conf.d/a"],
    quiet: false,
  },
  {
    what: "a folder that is made is seen before it is filled",
    plan: { write: [file("conf.d/app/x")], makeFolders: ["conf.d/app"] },
    steps: ["make-folder conf.d/app", "write conf.d/app/x"],
    quiet: true,
  },
  {
    what: "nothing watched changes",
    plan: { write: [file("conf.d/app/x"), file("conf.d/app/y")] },
    steps: ["write conf.d/app/x", "write conf.d/app/y"],
    quiet: false,
  },
  {
    what: "one file is all that is loaded: what it refers to comes first",
    plan: { write: [file("certs/a"), file("dynamic.yaml"), file("other.yaml")] },
    watched: { folder: "", file: "dynamic.yaml" },
    steps: ["write certs/a", "write other.yaml", "write dynamic.yaml"],
    quiet: false,
  },
])("steps: $what", ({ plan, watched = CONF_D, steps, quiet }) => {
  const made = stepsOf({ ...NOTHING, ...plan }, watched, new Map());
  expect(made.map(({ kind, path }) => `${kind} ${path}`)).toEqual(steps);
  expect(needsQuiet(made, { ...WATCHING, watched })).toBe(quiet);
  expect(needsQuiet(made, { ...WATCHING, watched, isWatching: false })).toBe(false);
});

const PATHS = ["traefik.yaml", "conf.d/a.yaml", "conf.d/app/b.yaml", "dynamic.yaml"];

test.each([
  { directory: "/etc/traefik/conf.d", folder: "conf.d" },
  { directory: "/somewhere/else/conf.d/", folder: "conf.d" },
  { directory: "./conf.d/app", folder: "conf.d/app" },
  { directory: "/etc/traefik", folder: "" },
  { directory: "/etc/other", folder: "" },
  { directory: null, folder: "" },
])("the watched folder of $directory is $folder", ({ directory, folder }) => {
  expect(watchedPlace({ ...UNKNOWN, directory }, "/etc/traefik", PATHS)).toEqual({ folder, file: null });
});

test("the watched file is found in the target", () => {
  const facts = { ...UNKNOWN, filename: "/config/conf.d/a.yaml" };
  expect(watchedPlace(facts, "/etc/traefik", PATHS)).toEqual({ folder: "conf.d", file: "conf.d/a.yaml" });
});

test("ten thousand files that all refer to one are ordered at once", () => {
  const files = Array.from({ length: 10_000 }, (_, index) => file(`f${index}`));
  const outlines = new Map(
    files.map(({ path }, index) => {
      const refers = index === 9 ? "" : `m${(index * 7919) % 10_000} m9`;
      return [path, pair(null, outline(`m${index}`, refers))];
    }),
  );
  const start = performance.now();
  const ordered = orderWrites(files, outlines).map(({ path }) => path);
  expect(performance.now() - start).toBeLessThan(5000);
  expect(new Set(ordered).size).toBe(10_000);
  expect(ordered[0]).toBe("f9");
});

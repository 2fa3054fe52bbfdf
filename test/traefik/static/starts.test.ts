import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { judgeStatic } from "../../../src/traefik/static/read-static.ts";
import { NEWEST } from "../../../src/traefik/versions.ts";

/** How the real Traefik 3.7.15 ended, if it did not start, on a machine with nothing else on its ports. */
interface Start {
  readonly id: string;
  readonly about: string;
  readonly text: string;
  readonly starts: boolean;
  /** `*` stands for either of two entry points: which one comes first is chance */
  readonly error: string | null;
}

const starts = JSON.parse(
  await readFile(new URL("../../vectors/static-starts.json", import.meta.url), "utf8"),
) as Start[];

const judge = (text: string) =>
  judgeStatic({ path: "traefik.yaml", bytes: Buffer.from(text), mode: 0o644 }, NEWEST);

it.each(starts)("$id ($about) starts, or not", ({ text, starts: started, error }) => {
  const fatal = judge(text).diagnostics.filter(({ effect }) => effect === "refused" || effect === "crash");
  const ending = error?.startsWith("panic: ") ? "crash" : "refused";
  expect(fatal.map(({ effect }) => effect)).toEqual(started ? [] : [ending]);
});

/** Traefik says more than is worth following: which character of a module path it does not like. */
const ITS_OWN_WORDS = new Set(["opt-plugin-abort-name"]);
const spoken = starts.filter(
  ({ id, error }) => error !== null && !error.startsWith("panic: ") && !ITS_OWN_WORDS.has(id),
);

it.each(spoken)("$id ($about) ends Traefik with its own words", ({ text, error }) => {
  const said = judge(text).refusal?.text;
  expect(error?.includes("entryPoint *") ? anyEntryPoint(said) : said).toBe(anyEntryPoint(error));
});

/** Without what is chance: which of two entry points comes second. */
function anyEntryPoint(text: string | null | undefined): string | null | undefined {
  return text?.replace(/entryPoint \S+(.*listen \w+) \S+: bind/, "entryPoint *$1 ADDRESS: bind");
}

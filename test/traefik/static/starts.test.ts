import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readStaticFile } from "../../../src/traefik/static/read-static.ts";
import { minorVersion, NEWEST, type TraefikVersion } from "../../../src/traefik/versions.ts";

/** How the real Traefik 3.7.15 ended, if it did not start, on a machine with nothing else on its ports. */
interface Start {
  readonly id: string;
  readonly about: string;
  readonly text: string;
  readonly starts: boolean;
  /** `*` stands for either of two entry points: which one comes first is chance */
  readonly error: string | null;
  readonly differs?: Readonly<Record<string, Ending>>;
}

type Ending = "starts" | "refuses" | "panics";

const starts = JSON.parse(
  await readFile(new URL("../../vectors/static-starts.json", import.meta.url), "utf8"),
) as Start[];

const judge = (text: string, version: TraefikVersion = NEWEST) =>
  readStaticFile({ path: "traefik.yaml", bytes: Buffer.from(text), mode: 0o644 }, version);

/** How the judge sees it end. */
function ending(text: string, version?: TraefikVersion): Ending[] {
  const fatal = judge(text, version).diagnostics.filter(
    ({ effect }) => effect === "refused" || effect === "crash",
  );
  return fatal.length === 0
    ? ["starts"]
    : fatal.map(({ effect }) => (effect === "crash" ? "panics" : "refuses"));
}

function realEnding({ starts: started, error }: Start): Ending {
  if (started) return "starts";
  return error?.startsWith("panic: ") ? "panics" : "refuses";
}

it.each(starts)("$id ($about) starts, or not", (start) => {
  expect(ending(start.text)).toEqual([realEnding(start)]);
});

describe.each(["3.0.4", "3.2.3", "3.5.3", "3.6.15"])("Traefik %s", (full) => {
  it.each(starts)("$id ($about) starts, or not", (start) => {
    const expected = start.differs?.[full] ?? realEnding(start);
    // several fields may be unknown there
    expect(new Set(ending(start.text, minorVersion(full) ?? NEWEST))).toEqual(new Set([expected]));
  });
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

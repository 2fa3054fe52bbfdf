import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { readStaticFile } from "../../../src/traefik/static/read-static.ts";
import { loadForV3 } from "../../../src/traefik/static/load-for-v3.ts";
import { minorVersion, NEWEST } from "../../../src/traefik/versions.ts";

/** A static file as the real Traefik 3.7.15 took it, and where other versions took it otherwise. */
interface Vector {
  readonly id: string;
  readonly about: string;
  readonly name: string;
  readonly text?: string;
  readonly base64?: string;
  readonly decodes: boolean;
  readonly error: string | null;
  readonly starts?: boolean;
  readonly startErrors?: readonly string[];
  readonly differs?: Readonly<Record<string, { readonly decodes: boolean; readonly error?: string | null }>>;
}

const vectors = JSON.parse(
  await readFile(new URL("../../vectors/static.json", import.meta.url), "utf8"),
) as Vector[];

/** Nobody but the machine can know: the address is none of its own. */
const OF_THE_MACHINE = new Set(["static-ep-addr-host"]);
const knowable = vectors.filter(({ id }) => !OF_THE_MACHINE.has(id));

const fileOf = ({ name, text, base64 }: Vector) => ({
  path: name,
  bytes: base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64"),
  mode: 0o644,
});

it.each(vectors)("$id ($about) decodes, or not", (vector) => {
  expect(loadForV3(fileOf(vector), NEWEST).configuration !== null).toBe(vector.decodes);
});

it.each(vectors)("$id ($about) is refused in Traefik's own words", (vector) => {
  const { refusal } = loadForV3(fileOf(vector), NEWEST);
  expect(refusal && refusal.text.replace(vector.name, `<dir>/${vector.name}`)).toBe(vector.error);
});

it.each(knowable)("$id ($about) lets Traefik start, or not", (vector) => {
  const { diagnostics } = readStaticFile(fileOf(vector), NEWEST);
  const fatal = diagnostics.filter(({ effect }) => effect === "refused" || effect === "crash");
  expect(fatal.length === 0).toBe(vector.starts ?? vector.decodes);
});

const endings = knowable.flatMap((vector) => {
  const line = vector.startErrors?.find((error) => error.includes("command traefik error: "));
  const text = /command traefik error: (.*?)"?$/.exec(line ?? "")?.[1]?.replaceAll('\\"', '"');
  return text === undefined ? [] : [{ ...vector, text, file: fileOf(vector) }];
});

it.each(endings)("$id ($about) ends Traefik with its own words", ({ file, text }) => {
  expect(readStaticFile(file, NEWEST).refusal?.text).toBe(text);
});

describe.each(["3.0.4", "3.2.3", "3.3.6", "3.4.3", "3.5.3", "3.6.15"])("Traefik %s", (full) => {
  it.each(vectors)("$id ($about) decodes, or not", (vector) => {
    const { configuration } = loadForV3(fileOf(vector), minorVersion(full) ?? NEWEST);
    expect(configuration !== null).toBe(vector.differs?.[full]?.decodes ?? vector.decodes);
  });
});

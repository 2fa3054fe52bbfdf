import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { judgeDynamic } from "../../../src/traefik/check/judge.ts";
import { readStatic } from "../../../src/traefik/static/read-static.ts";
import { loadFiles, treeOf } from "../../support/load-files.ts";
import { statusesOf } from "../../support/statuses.ts";

/** Dynamic files under flags of the static configuration, and what the real Traefik 3.7.15 said of their objects. */
interface Vector {
  readonly id: string;
  readonly static: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly objects: Readonly<Record<string, readonly string[]>>;
  readonly status: Readonly<Record<string, string>>;
  readonly ok: readonly string[];
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL("../../vectors/runtime-static.json", import.meta.url), "utf8"),
);

const JUDGE = [
  "--entrypoints.web.address=127.0.0.1:8000",
  "--entrypoints.websecure.address=127.0.0.1:8443",
  "--entrypoints.traefik.address=127.0.0.1:8080",
  "--entrypoints.udpep.address=127.0.0.1:9000/udp",
  "--api.insecure=true",
];

type Tree = { [name: string]: string | Tree };

/** Flags as the file they stand for. */
function fileOf(flags: readonly string[]): string {
  const root: Tree = {};
  for (const flag of flags) {
    const [, path = "", value = ""] = /^--([^=]+)=(.*)$/.exec(flag) ?? [];
    const names = path.split(".");
    const last = names.pop()!;
    let at = root;
    for (const name of names) {
      const below = at[name];
      at = typeof below === "object" ? below : (at[name] = {});
    }
    at[last] = value;
  }
  return JSON.stringify(root);
}

test("objects, statuses and texts are those that the static configuration makes of them", () => {
  expect(vectors.length).toBeGreaterThan(10);
  const differing = vectors.flatMap(({ id, static: flags, files, objects, status, ok }) => {
    const { facts } = readStatic(treeOf({ "traefik.yaml": fileOf([...JUDGE, ...flags]) }), "3.7");
    const { configuration } = loadFiles(files);
    if (configuration === null || !facts.known) throw new Error(`${id} does not load`);
    const judged = statusesOf(judgeDynamic(configuration, { version: "3.7", facts }));
    const told = [...judged].filter(([, { texts }]) => texts.length > 0);
    const ours = {
      objects: Object.fromEntries(told.map(([name, { texts }]) => [name, texts])),
      status: Object.fromEntries(told.map(([name, object]) => [name, object.status])),
      ok: [...judged.keys()].filter((name) => judged.get(name)?.texts.length === 0).toSorted(),
    };
    const traefik = { objects, status, ok: ok.toSorted() };
    return isDeepStrictEqual(ours, traefik) ? [] : [{ id, ours, traefik }];
  });
  expect(differing).toEqual([]);
});

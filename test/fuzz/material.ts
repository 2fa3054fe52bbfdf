import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { randomConfiguration } from "../traefik/check/random-configuration.ts";
import type { Files } from "./breakage.ts";
import type { Random } from "./random.ts";

/** Chooses the files that are broken next. */
export type Material = (random: Random) => Files;

/** All files of a folder, every time. */
export async function folderMaterial(folder: string): Promise<Material> {
  const names = await readdir(folder);
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  const files = Object.fromEntries(names.map((name, index) => [name, contents[index] ?? ""]));
  return () => files;
}

interface Vector {
  readonly files?: Readonly<Record<string, string>>;
  readonly load?: string | null;
  readonly crash?: boolean;
}

/**
 * Whatever the tests know to load: the corpus, recorded cases of loading and building (several of them in folders
 * of their own, so that names meet across files), and random configurations.
 */
export async function mixedMaterial(corpus: Material): Promise<Material> {
  const vectors = (
    await Promise.all(
      ["loading", "runtime"].map(
        async (name) => JSON.parse(await readFile(`test/vectors/${name}.json`, "utf8")) as Vector[],
      ),
    )
  )
    .flat()
    .filter(({ files, load, crash }) => files !== undefined && (load ?? null) === null && crash !== true)
    .map(({ files }) => files as Files)
    .filter((files) => Object.values(files).every((text) => text.trim() !== "" && text.length < 20_000))
    // what lies on the machine is known to Traefik alone
    .filter((files) => Object.values(files).every((text) => !/\/(?:etc|tmp|nonexistent)\b/.test(text)));
  return (random) => {
    if (random.chance(0.3)) return corpus(random);
    if (random.chance(0.3)) return { "random.yaml": JSON.stringify(randomConfiguration(random), null, 2) };
    if (random.chance(0.6)) return random.pick(vectors);
    return { ...inFolder("a", random.pick(vectors)), ...inFolder("b/c", random.pick(vectors)) };
  };
}

function inFolder(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

/** Of a material only what this version of Traefik loads: fields that came later refuse a whole folder. */
export function loadable(material: Material, refuses: (files: Files) => boolean): Material {
  return (random) => {
    for (;;) {
      const files = material(random);
      const good = Object.entries(files).filter(([name, text]) => !refuses({ [name]: text }));
      if (good.length > 0) return Object.fromEntries(good);
    }
  };
}

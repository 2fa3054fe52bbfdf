import { breakFileNames } from "./breakages/file-names.ts";
import { breakKey, breakReference, breakValue } from "./breakages/names.ts";
import { addObjects } from "./breakages/objects.ts";
import { KEY_PLACE } from "./breakages/places.ts";
import { breakCharacter, breakLine, breakSection, breakText } from "./breakages/raw.ts";
import { breakRule } from "./breakages/rules.ts";
import { spliceBlock } from "./breakages/splice.ts";
import { breakTemplate } from "./breakages/templates.ts";
import { breakToml } from "./breakages/toml.ts";
import type { Random } from "./random.ts";

/** Path to content. */
export type Files = Readonly<Record<string, string>>;

/** What a breakage works with besides the text. */
export interface Surroundings {
  readonly random: Random;
  /** names of keys and objects in all files */
  readonly names: readonly string[];
  /** the file's own name */
  readonly name: string;
  /** the contents of all files */
  readonly texts: readonly string[];
}

/** One way to break a text; null where the text has no such place. */
export type Breakage = (text: string, surroundings: Surroundings) => string | null;

/** One way to break a folder of files; null where it does not apply. */
export type FolderBreakage = (files: Files, surroundings: Surroundings) => Files | null;

const IN_TEXT: Readonly<Record<string, Breakage>> = {
  character: breakCharacter,
  line: breakLine,
  section: breakSection,
  text: breakText,
  key: breakKey,
  value: breakValue,
  "value again": breakValue,
  reference: breakReference,
  rule: breakRule,
  template: breakTemplate,
  toml: breakToml,
  splice: spliceBlock,
};

const IN_FOLDER: Readonly<Record<string, FolderBreakage>> = {
  "file name": breakFileNames,
  objects: addObjects,
  "more objects": addObjects,
};

/** Breaks valid files in one to three places; says how. */
export function breakFiles(valid: Files, random: Random): { files: Files; how: string } {
  let files: Record<string, string> = { ...valid };
  const texts = Object.values(valid);
  const names = [...new Set(texts.flatMap((text) => [...text.matchAll(KEY_PLACE)].map((m) => m[2] ?? "")))];
  const how: string[] = [];
  const times = random.chance(0.7) ? 1 : random.chance(0.7) ? 2 : 3;
  for (let attempt = 0; how.length < times && attempt < 200; attempt++) {
    const name = random.pick(Object.keys(files));
    const surroundings = { random, names: names.length > 0 ? names : ["a"], name, texts };
    const kind = random.pick([...Object.keys(IN_TEXT), ...Object.keys(IN_FOLDER)]);
    const folder = IN_FOLDER[kind]?.(files, surroundings) ?? null;
    if (folder !== null) files = { ...folder };
    const broken = IN_TEXT[kind]?.(files[name] ?? "", surroundings) ?? null;
    if (broken !== null && broken === files[name]) continue;
    if (broken !== null) files[name] = broken;
    if (broken !== null || folder !== null) how.push(`${kind} in ${name}`);
  }
  return { files, how: how.join(", ") };
}

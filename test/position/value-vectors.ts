import { readFileSync } from "node:fs";
import { positionOf, type Case } from "./case.ts";

interface Vector {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly load: string | null;
}

/**
 * The vectors in which one value in the last line is of a type that its field does not take: the mistake is the value,
 * or the name where there is no value.
 */
export function valueVectors(): Case[] {
  const vectors = JSON.parse(readFileSync("test/vectors/loading.json", "utf8")) as Vector[];
  return vectors
    .filter(
      ({ id, load, files }) => load !== null && id.startsWith("type-") && Object.keys(files).length === 1,
    )
    .flatMap(({ id, files }) => {
      const [[file, text] = ["", ""]] = Object.entries(files);
      const lastLine = text.trimEnd().lastIndexOf("\n") + 1;
      const [, before = "", key = "", gap = "", value = ""] =
        /^(\s*)([^:\s{}[\]]+):(\s*)(.*)$/.exec(text.slice(lastLine).trimEnd()) ?? [];
      // what an alias stands for is written elsewhere, and which part of a collection offends is another question
      if (key === "" || /^(?:[{[*]|!!set|!!omap)/.test(value)) return [];
      const isEmpty = /^(?:|null|~|Null|NULL|!!null.*|#.*|""|'')$/.test(value);
      const tag = /^!\S* /.exec(value)?.[0].length ?? 0;
      const offset = lastLine + before.length + (isEmpty ? 0 : key.length + 1 + gap.length + tag);
      const place = `conf.d/${file}`;
      return [{ name: `vector ${id}`, files: { [place]: text }, file: place, ...positionOf(text, offset) }];
    });
}

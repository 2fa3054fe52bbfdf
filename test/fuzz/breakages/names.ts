import type { Breakage } from "../breakage.ts";
import { KEY_PLACE, REFERENCE_PLACE, replaceOne, VALUE_PLACE } from "./places.ts";
import { KEYS, VALUES } from "./values.ts";

/** A name misspelled, in other letters, or another one. */
export const breakKey: Breakage = (text, { random, names }) =>
  replaceOne(text, KEY_PLACE, random, (name) => {
    const at = random.below(name.length);
    const letter = name[at] ?? "";
    return random.pick([
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + letter + name.slice(at),
      name.toUpperCase(),
      name.toLowerCase(),
      name.slice(0, at) + letter.toUpperCase() + name.slice(at + 1),
      name.slice(0, at) + (name[at + 1] ?? "") + letter + name.slice(at + 2),
      `${name}s`,
      name.replace(/s$/, ""),
      `"${name}"`,
      `'${name}' `,
      random.pick(KEYS),
      random.pick(names),
      random.pick(["1", "true", "~", "''", "2001-12-14", "[a]", "é", "ſ", "a b", "1.5", "0x10", "{a: b}", "&a k", "!!str k", "a.b", "a@b", "-a"]),
      name.replace("s", "ſ").replace("k", "\u212a"),
      name.replace(/[A-Z]/, (upper) => `-${upper.toLowerCase()}`),
      name.replace(/[A-Z]/, (upper) => `_${upper.toLowerCase()}`),
    ]);
  }); // prettier-ignore

/** A value of another kind. */
export const breakValue: Breakage = (text, { random }) =>
  replaceOne(text, VALUE_PLACE, random, (value) =>
    random.chance(0.85)
      ? random.pick(VALUES)
      : random.pick([
          value.toUpperCase(),
          value.toLowerCase(),
          `${value}x`,
          `-${value}`,
          `${value}0`,
          `${value} `,
          ` ${value}`,
          `"${value}"`,
          `'${value}'`,
          value.slice(1),
          value.slice(0, -1),
          `[${value}]`,
          `[${value}, ${value}]`,
          `{${value}: ${value}}`,
          `${value}, ${value}`,
        ]),
  );

/** A reference to something else, or to nothing. */
export const breakReference: Breakage = (text, { random, names }) =>
  replaceOne(text, REFERENCE_PLACE, random, (name) =>
    random.pick([
      random.pick(names), random.pick(names), random.pick(names), `${name}x`, `${name}@file`, `${name}@docker`, `${name}@FILE`,
      name.replace(/@.*/, ""), name.toUpperCase(), "api@internal", "dashboard@internal", "x@internal", "''", "' '", `" ${name}"`,
      `${name}@`, `@${name}`, "default", "default@file", "traefik", "udpep", "web, websecure", "nope",
    ]),
  ); // prettier-ignore

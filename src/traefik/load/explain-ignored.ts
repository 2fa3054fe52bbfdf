import { contentHint } from "./field-hints.ts";
import type { Mistake } from "./mistake.ts";
import type { Ignored } from "./ignored.ts";
import { describePath, objectIdAt, type Path } from "./path.ts";
import { pathOf } from "./typed-node.ts";

/** What Traefik passes over without a word, though somebody meant something by it. */
export function explainIgnored(ignored: readonly Ignored[]): Mistake[] {
  return ignored.map(({ place, span, reason }) => {
    const path = pathOf(place);
    const [message, hint] = WORDS[reason](place, path);
    const order = place.raw.order;
    return {
      rule: "ignored-value",
      span,
      object: objectIdAt(path),
      message,
      hint,
      text: null,
      stage: "fill",
      order,
    };
  });
}

type Words = (place: Ignored["place"], path: Path) => readonly [message: string, hint: string | null];

const WORDS: Readonly<Record<Ignored["reason"], Words>> = {
  hidden: (_, path) => [
    `${describePath(path)} has no effect: Traefik knows the field, but never takes it from a file`,
    "remove it",
  ],
  "not empty": ({ field }, path) => [
    `${describePath(path)} has no effect: only {}, true or its fields switch it on`,
    `write ${field?.name ?? ""}: {}`,
  ],
  "no value": ({ field }, path) => [
    `${describePath(path)} has no value, which is as if it were absent`,
    `write ${field?.name ?? ""}: {} to switch it on`,
  ],
  "plain item": ({ type }, path) => [
    `${describePath(path)} takes items with fields: Traefik drops this one`,
    type.kind === "list" ? contentHint(type.items, "item") : null,
  ],
  "plain entry": ({ type }, path) => [
    `${describePath(path)} takes fields: Traefik makes an empty one, and drops this value`,
    contentHint(type),
  ],
  "names in a list": ({ type }, path) => [
    `${describePath(path)} takes names with their values, not a list: Traefik makes the number of each item a part of its names`,
    contentHint(type, "list"),
  ],
  "map in a list": (_, path) => [
    `${describePath(path)} takes plain values: Traefik drops this one`,
    "write a list of plain values",
  ],
};

import { scalarsIn } from "./ignored.ts";
import { MOST, type Mistake } from "./mistake.ts";
import { describePath, objectIdAt } from "./path.ts";
import { pluginConfiguration } from "./plugin-configuration.ts";
import { clip } from "./clip.ts";
import { pathOf, type Place } from "./typed-node.ts";

/** What is wrong in the configurations of plugins, which are open to anything and can kill the loader for it. */
export function explainPlugins(plugins: readonly Place[], listsInMaps: boolean): Mistake[] {
  return plugins.slice(0, MOST).flatMap((place) => {
    const path = pathOf(place);
    const { faults } = pluginConfiguration(place.raw.children, listsInMaps);
    return faults.slice(0, MOST).map((fault): Mistake => {
      const { raw, item, text, stage, panics } = fault;
      const common = { object: objectIdAt(path), text, stage, order: raw.order };
      const where = `${raw.name === "" ? "an empty name" : clip(raw.name)} in ${describePath(path)}`;
      if (item !== undefined) {
        const items = scalarsIn(raw.source);
        return {
          rule: "plugin-not-finite",
          span: (items[item] ?? raw.source).span,
          message: `${where}: with an infinite number, or none, in a list Traefik's API answers no more`,
          hint: "write it in quotes",
          ...common,
        };
      }
      if (!panics) {
        const message = `${where}: the items of a list must be of one kind`;
        const hint = "write all numbers, or all texts in quotes";
        return { rule: "invalid-value", span: raw.source.span, message, hint, ...common };
      }
      const message = `${where}: ${REASONS[stage]} (Traefik: panic: ${text})`;
      const span = stage === "copy" ? raw.source.span : raw.key;
      return { rule: "plugin-panic", span, message, hint: HINTS[stage], ...common };
    });
  });
}

const REASONS = {
  types: "Traefik's loader dies of it, and loads nothing any more",
  fill: "Traefik's loader dies of it, and loads nothing any more",
  copy: "Traefik dies of a whole number of this size in a list",
} as const;

const HINTS = {
  types: "give it a name of text, in quotes",
  fill: null,
  copy: "write the number in quotes",
} as const;

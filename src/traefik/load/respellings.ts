import { MOST, type Mistake } from "./mistake.ts";
import type { Respelling } from "./normalise-run.ts";
import { describePath, objectIdAt } from "./path.ts";
import { needsContent } from "./type.ts";
import { pathOf } from "./typed-node.ts";

/** One field in several spellings: not a duplicate to YAML, but to Traefik, which says nothing. */
export function explainRespellings(respellings: readonly Respelling[]): Mistake[] {
  return respellings.slice(0, MOST).flatMap(({ up, field, before, last }) => {
    const path = pathOf(up);
    const names = [...before.slice(0, 2), last].map(({ name }) => name).join(" and ");
    const outcome = needsContent(field.type) ? "Traefik puts them together" : `Traefik takes ${last.name}`;
    return before.slice(0, MOST).map((raw) => ({
      rule: "respelled-field" as const,
      span: raw.key,
      object: objectIdAt(path),
      message: `${names} in ${describePath(path)} are the same field: ${outcome}`,
      hint: `keep one, spelt ${field.name}`,
      text: null,
      stage: "types" as const,
      order: raw.order,
    }));
  });
}

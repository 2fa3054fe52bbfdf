import type { Diagnostic } from "../../diagnostic.ts";
import type { RuleId } from "../../rules.ts";

/** What the real Traefik's verdict adds to that of the built-in rules, and takes from it. */
export interface Word {
  /** what it finds that they did not, and that it differs from them */
  readonly diagnostics: readonly Diagnostic[];
  /** the objects that they disable, and that it serves by the same version's rules */
  readonly serves: ReadonlySet<string>;
  /** what its API lists of files that they refuse, and that it loads by the same version's rules; null: it is not so */
  readonly loads: readonly string[] | null;
}

/**
 * What is found by settings that the Traefik of a preflight has otherwise than the environment's: it always has an
 * API, by which it is asked, and never strict TLS options. It cannot know better there.
 */
export const UNLIKE_ENVIRONMENT: ReadonlySet<RuleId> = new Set([
  "internal-service-disabled",
  "strict-tls-options",
]);

/** A finding that the real Traefik contradicts: it rejects nothing any more. */
export function overruled(found: Diagnostic, how: "serves" | "loads"): Diagnostic {
  return {
    ...found,
    severity: "warning",
    effect: null,
    message: `${found.message} (but the real Traefik ${how} it)`,
  };
}

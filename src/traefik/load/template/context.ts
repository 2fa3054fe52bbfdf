import type { Budget } from "./token-reader.ts";
import { isAtLeast, type TraefikVersion } from "../../versions.ts";

/** All that a template can see of the world. */
export interface TemplateContext {
  /** the Go that it is built with decides what templates can do */
  readonly version: TraefikVersion;
  /** an environment variable's value; undefined when it is not set */
  readonly env: (name: string) => string | undefined;
  /**
   * `complete`: the environment is Traefik's own, an unset variable is empty text, as Traefik has it.
   * `partial`: an unset variable may well be set where Traefik runs; a placeholder stands for its value.
   */
  readonly environment: "complete" | "partial";
  /** what is left of the work that all templates of an environment may make together; none: as if there were one */
  readonly together?: Budget | undefined;
}

/** Whether `{{ else with }}` is known: Go 1.23, with which the last release of 3.1 is built. */
export function hasElseWith(version: TraefikVersion): boolean {
  return isAtLeast(version, "3.1");
}

/** Whether `{{ range 3 }}` is known: Go 1.24. */
export function rangesOverIntegers(version: TraefikVersion): boolean {
  return isAtLeast(version, "3.4");
}

/** Whether an error of a comparison names the types: Go 1.25. */
export function namesComparedTypes(version: TraefikVersion): boolean {
  return isAtLeast(version, "3.6");
}

/** Whether an error of `call` names what is no function: Go 1.23. */
export function namesCallee(version: TraefikVersion): boolean {
  return isAtLeast(version, "3.2");
}

/** Whether `camelcase` starts with a small letter: xstrings 1.5. */
export function hasSmallCamels(version: TraefikVersion): boolean {
  return isAtLeast(version, "3.2");
}

/**
 * Whether one constraint with a pre-release opens all that must hold along with it to pre-releases, and errors start
 * with a small letter: semver 3.4.
 */
export function hasNewSemver(version: TraefikVersion): boolean {
  return isAtLeast(version, "3.7");
}

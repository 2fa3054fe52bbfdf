import type { LoadedObject } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import { fault, type Fault, type Place } from "../fault.ts";
import { writtenName } from "../names.ts";
import type { Path } from "./bench.ts";

/** A service or middleware that is met a second time on the way from the router. */
export function loopFault(
  { version }: Bench,
  type: "service" | "middleware",
  name: string,
  owner: LoadedObject,
  path: Path,
  place: Place,
): Fault {
  const steps = [...path, `${type}:${name}`];
  const told = behaves(version, "longServiceTexts") ? steps : steps.map(nameOf);
  const ring = steps.slice(steps.indexOf(`${type}:${name}`)).map((step) => writtenName(nameOf(step)));
  return fault(`could not instantiate ${type} ${name}: recursion detected in ${told.join("->")}`, {
    rule: type === "service" ? "service-loop" : "middleware-loop",
    owner,
    place,
    says: `it is built from itself: ${ring.join(" → ")}`,
    hint: "break the circle at one of its references",
  });
}

/** What is nested so deep that it is not followed; the real Traefik has the last word. */
export function tooDeep({ ledger }: Bench, owner: LoadedObject): readonly Fault[] {
  ledger.note(
    fault("", { rule: "nesting-too-deep", owner, says: "it is nested too deep to be judged here" }).cause,
  );
  return [];
}

function nameOf(step: string): string {
  return step.slice(step.indexOf(":") + 1);
}

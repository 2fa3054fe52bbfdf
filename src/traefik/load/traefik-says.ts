import type { TraefikVersion } from "../versions.ts";
import { loads } from "./behaviour.ts";
import type { Refusal } from "./loading.ts";

/**
 * What Traefik logs of a refused folder: its error with the way to the file before it.
 *
 * @param folder as Traefik's configuration names it
 */
export function traefikSays({ file, text }: Refusal, folder: string, version: TraefikVersion): string {
  const steps = file.split("/").slice(0, -1);
  const words = loads(version, "collectingPrefix") ? "loading" : "unable to load";
  const way = steps.map((step) => `${words} content configuration from subdirectory d ${step}/: `).join("");
  const prefix = loads(version, "collectingPrefix") ? "collecting file configs: " : "";
  return `${prefix}${way}${folder}/${file}: ${text}`;
}

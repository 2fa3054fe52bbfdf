import { inject } from "vitest";
import { type RunningTraefik, startTraefik as start, type TraefikOptions } from "./start-traefik.ts";

export * from "./start-traefik.ts";

/** The real Traefik that the tests ask, or null: use `describe.skipIf(traefikBin === null)`. */
export const traefikBin: string | null = inject("traefik");

/** Starts the real Traefik that the tests ask, unless another `bin` is given. */
export async function startTraefik(
  options: Omit<TraefikOptions, "bin"> & { readonly bin?: string },
): Promise<RunningTraefik> {
  const bin = options.bin ?? traefikBin;
  if (bin === null) throw new Error("no real Traefik: the test should have been skipped");
  return start({ ...options, bin });
}

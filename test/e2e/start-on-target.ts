import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningTraefik, startTraefikWith, traefikBin } from "../support/traefik.ts";
import type { GatewayRepository } from "./gateway-repository.ts";

/** Starts the real Traefik with the static file of the target, and notes its process in the pidfile. */
export async function startOnTarget({ folder, target, ports }: GatewayRepository): Promise<RunningTraefik> {
  const traefik = await startTraefikWith(traefikBin!, [`--configFile=${target}/traefik.yaml`], ports);
  await writeFile(join(folder, "traefik.pid"), String(traefik.pid));
  return traefik;
}

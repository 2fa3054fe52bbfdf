import { relative } from "node:path";
import { type Claims, expectedSizes } from "./claims.ts";
import type { FileSystem } from "./file-system.ts";
import type { Job, Survey } from "./job.ts";
import { type Observation, observe } from "./observe.ts";
import { makePlan } from "./plan.ts";
import type { Ports } from "./ports.ts";
import { recallDigests, type SeenDigests } from "./seen-digests.ts";
import type { PublishSettings } from "./types.ts";

/** What a run knows of the target: it plans several times, before it has the lock and after. */
const digests = new WeakMap<PublishSettings, SeenDigests>();

/** Looks at the target and plans; changes nothing. */
export function survey(
  ports: Ports,
  { settings, content }: Pick<Job, "settings" | "content">,
  claims: Claims,
): Survey {
  const { targetDir, stateDir } = settings;
  const known = digests.get(settings) ?? recallDigests(ports.files, stateDir, claims.manifest);
  digests.set(settings, known);
  const observation = observe(ports.files, targetDir, expectedSizes(content, claims), known);
  const reserved = placeOf(ports.files, stateDir, targetDir, observation);
  return { observation, plan: makePlan(content, claims, observation, reserved) };
}

/** The state directory relative to the target, by whatever way it is named; null where it is not inside. */
function placeOf(
  files: FileSystem,
  stateDir: string,
  targetDir: string,
  { folders }: Observation,
): string | null {
  if (stateDir.startsWith(`${targetDir}/`)) return stateDir.slice(targetDir.length + 1);
  const inside = relative(targetDir, stateDir);
  if (inside !== ".." && !inside.startsWith("../")) return inside;
  const own = files.stat(stateDir);
  for (const [folder, status] of folders) {
    if (own !== undefined && status?.inode === own.inode && status.device === own.device) return folder;
  }
  return null;
}

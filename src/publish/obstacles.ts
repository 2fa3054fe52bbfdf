import type { FileSystem } from "./file-system.ts";
import type { Observation } from "./observe.ts";
import type { Obstacle, Plan } from "./plan.ts";
import { parentsOf } from "./safe-path.ts";

/** Something of somebody else's is where the content has to be; nothing was changed. */
export class Obstructed extends Error {
  override readonly name = "Obstructed";
  readonly plan: Plan;

  constructor(obstacles: readonly Obstacle[], plan: Plan) {
    super(describeObstacles(obstacles));
    this.plan = plan;
  }
}

const MOST_NAMED = 5;

/** One sentence that names them. */
export function describeObstacles(obstacles: readonly Obstacle[]): string {
  const named = obstacles.slice(0, MOST_NAMED).map(({ path, reason }) => `${JSON.stringify(path)} ${reason}`);
  const more = obstacles.length - named.length;
  return `the target cannot take the environment: ${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

/**
 * Finds folders of the target that are on another file system than the state directory: nothing can be renamed there.
 */
export function otherFileSystems(
  files: FileSystem,
  stateDir: string,
  plan: Plan,
  { folders, device }: Observation,
): Obstacle[] {
  const own = files.stat(stateDir)?.device ?? device;
  if (device !== null && device !== own) {
    return [{ path: ".", reason: `is on another file system than the state directory ${stateDir}` }];
  }
  const foreign = new Set(
    plan.write
      .flatMap(({ path }) => parentsOf(path))
      .filter((folder) => {
        const status = folders.get(folder);
        return status !== undefined && status.device !== own;
      }),
  );
  return [...foreign].map((path) => ({
    path,
    reason: `is on another file system than the state directory ${stateDir}`,
  }));
}

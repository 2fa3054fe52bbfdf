import type { Tree } from "../environment/tree.ts";
import type { TraefikProcess } from "../traefik/process.ts";
import type { Job } from "./job.ts";
import { filesOfPart } from "./manifest.ts";
import { orNull } from "./or-null.ts";
import type { Ports } from "./ports.ts";
import { type ReloadPlan, WOULD_SERVE_LESS } from "./reload-choice.ts";
import { awaitingRestart, hasStartedSince, type Upcoming } from "./restart.ts";
import type { State } from "./state.ts";
import { findBytes, openStore } from "./store.ts";

const SEES_IT = "it watches, and takes what it sees all the same";

/**
 * Leaves those out that would not serve all of a publication: until a restart Traefik runs with static files that are
 * not published any more, and read by them the dynamic ones may be in another place, or need what it does not have.
 * What cannot be known keeps nobody from being told.
 */
export async function withhold(
  how: ReloadPlan,
  { settings, content }: Job,
  ports: Ports,
  state: State,
  upcoming: Upcoming,
): Promise<ReloadPlan> {
  const { choice, servesAsWell } = settings.reload;
  const running = awaitingRestart(state, upcoming);
  if (running === null || choice === "none" || servesAsWell === undefined) return how;
  const { restart } = state;
  const now = ports.now();
  const old = how.found.filter(
    (one) => runsWithOurs(one) && (restart === null || !hasStartedSince(restart, one, now)),
  );
  if (old.length === 0) return how;
  const startedWith = orNull(() => staticTree(ports, settings, running));
  const tree = { files: content.files.map(({ path, mode, read }) => ({ path, mode, bytes: read() })) };
  if (startedWith === null || (await servesAsWell(tree, startedWith))) return how;
  const processes = how.processes.filter((one) => !old.includes(one));
  const isTouched = how.method === "watch" && old.length < how.found.length;
  return {
    ...how,
    method: isTouched ? "watch" : processes.length > 0 ? "signal" : "none",
    processes,
    why: how.isWatching ? `${WOULD_SERVE_LESS}; ${SEES_IT}` : WOULD_SERVE_LESS,
    isWithheld: true,
  };
}

/** Flags, variables and a file from elsewhere say the same whatever is published. */
function runsWithOurs({ facts, staticFile }: TraefikProcess): boolean {
  return facts === null && staticFile?.isOurs !== false;
}

function staticTree({ files }: Ports, settings: Job["settings"], part: string): Tree {
  const store = openStore(files, settings.stateDir);
  return {
    files: filesOfPart(part).map(({ path, object }) => ({
      path,
      bytes: findBytes(files, settings, store, path, object),
      mode: 0,
    })),
  };
}

import { findGitSync } from "../../test/support/find-git-sync.ts";
import { findTraefik } from "../../test/support/find-traefik.ts";
import { measureGateway, type Times } from "./measure.ts";

/** What is promised, in the units of the table. */
const PROMISED = { liveMs: 350, lost: 0, memoryMb: 60 };

const gitSync = findGitSync();
if (gitSync === null) {
  process.exitCode = 1;
} else {
  const bins = { traefik: await findTraefik(process.env), gitSync };
  const few = process.argv.includes("--quick");
  const measured = await measureGateway(
    bins,
    few ? { commits: 5, kills: 2, statics: 2 } : { commits: 20, kills: 5, statics: 5 },
  );
  const { without, withOne, commits, kills, statics, fresh, memoryMb, waited } = measured;
  const rows = [
    ...rowsOf("shipped environment", withOne),
    ...rowsOf("Traefik makes its default certificate", without),
    [
      `lost over ${without.live.length + withOne.live.length} commits`,
      "0",
      counted(commits),
      commits.lost.length === 0,
    ],
    [`lost while git-sync is killed ${measured.killed} times`, "0", counted(kills), kills.lost.length === 0],
    [
      `lost over ${measured.restarts} static changes, keep-alive HTTP/1.1, what was reset sent again`,
      "0",
      counted(statics),
      statics.lost.length === 0,
    ],
    ["… a new connection for every request", "", counted(fresh), null],
    ["… new connections waited at most", "", waited, null],
    [
      "gateway, resident, with /metrics",
      `${PROMISED.memoryMb} MB`,
      `${memoryMb} MB`,
      memoryMb <= PROMISED.memoryMb,
    ],
  ] as const;
  console.log("| figure | at most | measured | |\n|---|---:|---:|---|");
  for (const [what, most, found, holds] of rows)
    console.log(`| ${what} | ${most} | ${found} | ${holds === null ? "" : holds ? "holds" : "MISSED"} |`);
  for (const what of new Set([...commits.lost, ...kills.lost, ...statics.lost])) console.log(`lost: ${what}`);
}

/** How long it took, in one of the two arrangements. */
function rowsOf(where: string, { live, hook, node }: Times) {
  return [
    [
      `start of the hook to live, median: ${where}`,
      `${PROMISED.liveMs} ms`,
      `${median(live)} ms`,
      median(live) <= PROMISED.liveMs,
    ],
    ["… the hook's own time, median", "", `${median(hook)} ms`, null],
    ["… node -e 0, for comparison", "", `${median(node)} ms`, null],
  ] as const;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function counted({ requests, lost }: { requests: number; lost: readonly string[] }): string {
  return `${lost.length} of ${requests}`;
}

import { contentOfManifest } from "./store.ts";
import { readHistory } from "./history.ts";
import type { Manifest } from "./manifest.ts";
import { observe } from "./observe.ts";
import { driftOf, expectedSizes } from "./claims.ts";
import type { Ports } from "./ports.ts";
import { readLastRun } from "./state.ts";
import { loadState } from "./transaction.ts";
import type { HistoryEntry, PublishSettings, Status } from "./types.ts";

/** What is published, since when, what became of it and what was before; changes nothing. */
export function readStatus(settings: PublishSettings, ports: Ports): Status {
  const { targetDir, stateDir } = settings;
  const { files } = ports;
  const state = loadState(ports, settings);
  const { manifest, journal, restart } = state;
  const content = manifest === null ? { tree: "", files: [] } : contentOfManifest(files, settings, manifest);
  const observation = observe(files, targetDir, expectedSizes(content, state));
  const history = readHistory(files, stateDir).filter(({ sequence }) => sequence !== manifest?.sequence);
  return {
    revision: manifest?.revision ?? null,
    path: manifest?.path ?? null,
    publishedAt: manifest?.publishedAt ?? null,
    lastRun: readLastRun(files, stateDir),
    drift: driftOf(state, observation),
    history: (manifest === null ? history : [manifest, ...history]).map(entryOf),
    held: manifest?.held ?? null,
    restartRequired: restart !== null,
    interrupted: journal !== null,
  };
}

function entryOf({ revision, publishedAt, files }: Manifest): HistoryEntry {
  return { revision, publishedAt, files: Object.keys(files).length };
}

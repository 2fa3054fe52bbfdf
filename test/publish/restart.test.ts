import { expect, test } from "vitest";
import { contentOfTree } from "../../src/publish/content.ts";
import { filesOf, type Manifest, manifestOf } from "../../src/publish/manifest.ts";
import { haveRestarted, isForStatic, restartAfter, runningFacts } from "../../src/publish/restart.ts";
import type { StaticFacts } from "../../src/publish/types.ts";
import type { TraefikProcess } from "../../src/traefik/process.ts";
import { treeOf, UNKNOWN } from "./support/target.ts";

const AT = new Date("2026-01-02T03:04:05Z");
const WATCHING: StaticFacts = { ...UNKNOWN, fileProvider: true, watch: true, directory: "/a" };
const ASLEEP: StaticFacts = { ...UNKNOWN, fileProvider: true, watch: false, directory: "/b" };

function upcoming(text: string, facts: StaticFacts) {
  const content = contentOfTree(treeOf({ "traefik.yaml": text }), null);
  const publication = {
    revision: text,
    path: "",
    staticFiles: ["traefik.yaml"],
    facts,
    routers: 1,
    objects: null,
  };
  return { content, publication, files: filesOf(content), sameStatic: false };
}

function published(text: string, facts: StaticFacts): Manifest {
  const { content, publication } = upcoming(text, facts);
  return manifestOf(content, publication, { previous: null, folders: [], held: null, at: AT });
}

const upFor = (upForMs: number | null): TraefikProcess => ({
  pid: 2,
  started: "",
  upForMs,
  ready: false,
  facts: null,
  lacksStaticFile: false,
  addresses: [],
  staticFile: null,
});

const state = (manifest: Manifest | null, restart: ReturnType<typeof restartAfter> = null) => ({
  manifest,
  journal: null,
  restart,
});

test("a first publication needs no restart, nor does one with the same static file", () => {
  expect(restartAfter(state(null), upcoming("one", WATCHING), AT)).toBeNull();
  const same = { ...upcoming("one", WATCHING), sameStatic: true };
  expect(restartAfter(state(published("one", WATCHING)), same, AT)).toBeNull();
  expect(runningFacts(state(published("one", WATCHING)), same)).toEqual(WATCHING);
});

test("until the restart Traefik is reached as the static file says that it runs with", () => {
  const before = state(published("one", WATCHING));
  const change = upcoming("two", ASLEEP);
  expect(runningFacts(before, change)).toEqual(WATCHING);
  const note = restartAfter(before, change, AT);
  expect(note).toMatchObject({ revision: "two", since: AT.toISOString(), facts: WATCHING });
  const after = state(published("two", ASLEEP), note);
  // it may have restarted without our knowing
  expect(runningFacts(after, upcoming("two", ASLEEP))).toEqual({ ...WATCHING, watch: null });
  expect(restartAfter(after, upcoming("three", ASLEEP), AT)).toEqual(note);
  expect(restartAfter(after, upcoming("one", WATCHING), AT)).toBeNull();
  expect(runningFacts(state(published("two", ASLEEP)), upcoming("two", ASLEEP))).toEqual(ASLEEP);
});

test("a restart for files that are not read again ends with them, and is none for the static file", () => {
  const before = published("one", WATCHING);
  const same = { ...upcoming("one", WATCHING), sameStatic: true };
  const unread = { isWithheld: false, unread: { users: "object" } };
  const note = restartAfter(state(before), same, AT, unread);
  expect(note).toMatchObject({ since: AT.toISOString(), unread: { users: "object" } });
  const waiting = state(before, note);
  expect(restartAfter(waiting, same, AT)).toBeNull();
  expect(restartAfter(waiting, same, new Date(0), unread)).toEqual(note);
  expect(note !== null && isForStatic(note, before)).toBe(false);
  // a comment in the static file is none either
  const comment = { ...upcoming("one#", WATCHING), sameStatic: true };
  expect(restartAfter(waiting, comment, AT)).toBeNull();
  const other = restartAfter(waiting, upcoming("two", ASLEEP), AT, unread);
  expect(other !== null && isForStatic(other, published("two", ASLEEP))).toBe(true);
});

test("a restart is done when every Traefik that can be seen has started since", () => {
  const note = restartAfter(state(published("one", WATCHING)), upcoming("two", ASLEEP), AT);
  if (note === null) throw new Error("no note");
  const later = new Date(AT.getTime() + 60_000);
  expect(haveRestarted(note, [upFor(1_000)], later)).toBe(true);
  expect(haveRestarted(note, [upFor(1_000), upFor(100_000)], later)).toBe(false);
  expect(haveRestarted(note, [upFor(null)], later)).toBe(false);
  expect(haveRestarted(note, [], later)).toBe(false);
});

import { readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isRecord } from "../is-record.ts";
import { nodeFileSystem } from "../publish/file-system.ts";
import { orNull } from "../publish/or-null.ts";
import { startOf } from "../publish/process-identity.ts";

/** A process that a gateway started, or the gateway itself. */
export interface Member {
  readonly name: string;
  readonly pid: number;
  /** see `startOf`: tells it from another process that gets the same number; empty where the system does not tell */
  readonly started: string;
}

/** What a gateway notes of itself, so that the next one finds what it leaves behind when it is killed. */
export interface Family {
  /** names this start of the machine and this space of process numbers; empty where the system does not tell */
  readonly place: string;
  readonly gateway: Member;
  readonly children: readonly Member[];
}

// A process has one family.
const children = new Map<number, Member>();
let noted: string | null = null;

/** From now on there is a file that says who runs; null: it goes. */
export function noteFamily(file: string | null): void {
  if (noted !== null && file === null) rmSync(noted, { force: true });
  noted = file;
  write();
}

/** A process belongs to the family until it has ended. */
export function joinFamily(name: string, pid: number, ended: Promise<unknown>): void {
  children.set(pid, memberOf(name, pid));
  write();
  void ended.then(() => {
    children.delete(pid);
    write();
  });
}

/** @returns null where no gateway has noted anything, or what it noted is damaged */
export function readFamily(file: string): Family | null {
  const value = orNull((): unknown => JSON.parse(readFileSync(file, "utf8")));
  return isFamily(value) ? value : null;
}

/** Whether this very process runs, and not another with its number. */
export function isThere({ pid, started }: Member): boolean {
  return started !== "" && startOf(nodeFileSystem, pid) === started;
}

/** Numbers of processes say something in the same place alone. */
export function ownPlace(): string {
  const boot = orNull(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
  return [boot, orNull(() => readlinkSync("/proc/self/ns/pid"))].filter(Boolean).join(" ");
}

function memberOf(name: string, pid: number): Member {
  return { name, pid, started: startOf(nodeFileSystem, pid) ?? "" };
}

/** At once: whoever is killed has no time for it afterwards. */
function write(): void {
  if (noted === null) return;
  const family: Family = {
    place: ownPlace(),
    gateway: memberOf("gateway", process.pid),
    children: [...children.values()],
  };
  writeFileSync(`${noted}.fresh`, `${JSON.stringify(family)}\n`);
  renameSync(`${noted}.fresh`, noted);
}

function isFamily(value: unknown): value is Family {
  if (!isRecord(value) || typeof value["place"] !== "string" || !Array.isArray(value["children"]))
    return false;
  return [value["gateway"], ...(value["children"] as readonly unknown[])].every(isMember);
}

function isMember(value: unknown): value is Member {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value["pid"]) &&
    typeof value["name"] === "string" &&
    typeof value["started"] === "string"
  );
}

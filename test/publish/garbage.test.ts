import { existsSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digest } from "../../src/publish/digest.ts";
import { rollback } from "../../src/publish/rollback.ts";
import { contentOf, push, realPorts, type Target, targetMaker } from "./support/target.ts";

const targetWith = targetMaker();

function isKept({ stateDir }: Target, text: string): boolean {
  return existsSync(join(stateDir, "objects", digest(Buffer.from(text))));
}

/** The entry of the first publication. */
function firstEntry({ stateDir }: Target): string {
  return join(stateDir, "history", "000000000001.json");
}

async function pushAll(target: Target, ...texts: readonly string[]): Promise<string[]> {
  const warnings: string[] = [];
  const ports = realPorts({ log: (_, message) => void warnings.push(message) });
  for (const text of texts) await push(target, text, { "conf.d/a.yaml": text }, ports);
  return warnings;
}

test("an object goes with the last revision that has it", async () => {
  const target = await targetWith({ historySize: 2 });
  await pushAll(target, "one", "two", "one", "three");
  expect(["one", "two", "three"].filter((text) => isKept(target, text))).toEqual(["one", "three"]);
});

test("what Traefik was started with stays until it is restarted, however old it is", async () => {
  const target = await targetWith({ historySize: 2 });
  for (const text of ["one", "two", "three", "four"]) await push(target, text, { "traefik.yaml": text });
  expect(["one", "two", "three", "four"].filter((text) => isKept(target, text))).toEqual([
    "one",
    "three",
    "four",
  ]);
  await push(target, "five", { "traefik.yaml": "one" });
  await push(target, "six", { "traefik.yaml": "six" });
  await push(target, "seven", { "traefik.yaml": "one" });
  expect(isKept(target, "two")).toBe(false);
});

test("objects of an entry that somebody wrote anew are kept, however its names are spelt", async () => {
  const target = await targetWith();
  await pushAll(target, "one", "two");
  const entry = readFileSync(firstEntry(target), "utf8");
  const spelt = entry.replace(
    /(?<="object":")./,
    (digit) => `\\u00${digit.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  expect(spelt).not.toBe(entry);
  writeFileSync(firstEntry(target), spelt);
  await pushAll(target, "three");
  expect(isKept(target, "one")).toBe(true);
  const back = await rollback({ ...target.settings, to: "one" }, realPorts());
  expect(back).toMatchObject({ outcome: "published" });
  expect(contentOf(target.targetDir)).toMatchObject({ "conf.d/a.yaml": "one" });
});

test("what an entry without an end still names is kept", async () => {
  const target = await targetWith();
  await pushAll(target, "one", "two");
  const { length } = readFileSync(firstEntry(target));
  truncateSync(firstEntry(target), length - 5);
  await pushAll(target, "three");
  expect(isKept(target, "one")).toBe(true);
});

test("a link to nothing in the history stops no tidying", async () => {
  const target = await targetWith({ historySize: 2 });
  await pushAll(target, "one", "two");
  symlinkSync("/nonexistent", join(target.stateDir, "history", "000000000009.json"));
  expect(await pushAll(target, "three", "four")).toEqual([]);
  expect(isKept(target, "two")).toBe(false);
  expect(readdirSync(join(target.stateDir, "objects"))).not.toEqual([]);
});

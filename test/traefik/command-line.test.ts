import { afterEach, expect, test } from "vitest";
import type { FileSystem } from "../../src/publish/file-system.ts";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { readCommandLine } from "../../src/traefik/command-line.ts";
import { temporaryFolder, writeFiles } from "../support/start-traefik.ts";

const open: { remove: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const folder of open.splice(0)) await folder.remove();
});

/** A `/proc/7` made of files: how a process was started, and what it sees. */
async function procOf(
  args: readonly string[],
  environment: readonly string[],
  sees: Readonly<Record<string, string>> = {},
): Promise<FileSystem> {
  const folder = await temporaryFolder();
  open.push(folder);
  await writeFiles(folder.path, {
    "7/cmdline": ["traefik", ...args, ""].join("\0"),
    "7/environ": [...environment, ""].join("\0"),
    "7/root/.keep": "",
    "7/cwd/.keep": "",
  });
  await writeFiles(
    folder.path,
    Object.fromEntries(Object.entries(sees).map(([path, text]) => [`7/${path}`, text])),
  );
  const there = (path: string) => path.replace("/proc", folder.path);
  return {
    ...nodeFileSystem,
    stat: (path) => nodeFileSystem.stat(there(path)),
    readFile: (path) => nodeFileSystem.readFile(there(path)),
  };
}

test.each([
  { args: ["--configFile=/c/t.yaml"], file: "/proc/7/root/c/t.yaml" },
  { args: ["--configfile", "/c/t.yaml"], file: "/proc/7/root/c/t.yaml" },
  { args: ["-configFile=c.yaml"], file: "/proc/7/cwd/c.yaml" },
  { args: [], file: "/proc/7/root/etc/traefik/traefik.yml" },
  { args: ["--configFile=/missing.yaml"], file: "/proc/7/root/etc/traefik/traefik.yml" },
])("the static file of $args is $file", async ({ args, file }) => {
  const text = "providers: {file: {directory: /etc/traefik/conf.d, watch: false}}";
  const proc = await procOf(args, ["HOME=/root"], {
    "root/c/t.yaml": text,
    "cwd/c.yaml": text,
    "root/etc/traefik/traefik.yml": text,
  });
  const { staticFile, paths, facts } = readCommandLine(proc, 7);
  expect(staticFile).toBe(file);
  expect(paths).toContain("/proc/7/root/etc/traefik/conf.d");
  expect(facts).toBeNull();
});

test.each([
  ["HOME=/home/me", "root/home/me/.config/traefik.toml"],
  ["XDG_CONFIG_HOME=/xdg", "root/xdg/traefik.yaml"],
])("the static file is also looked for by %s", async (variable, path) => {
  const proc = await procOf([], [variable], { [path]: "" });
  expect(readCommandLine(proc, 7).staticFile).toBe(`/proc/7/${path}`);
});

test.each([
  {
    args: [
      "--providers.file.directory=/d",
      "--providers.file.watch=false",
      "--providers.providersThrottleDuration=500ms",
    ],
    facts: { fileProvider: true, directory: "/d", filename: null, watch: false, throttleMs: 500 },
  },
  {
    args: ["--Providers.File.Filename", "/d/x.yaml", "--providers.providersthrottleduration=3"],
    facts: { fileProvider: true, directory: null, filename: "/d/x.yaml", watch: true, throttleMs: 3_000 },
  },
  {
    args: ["--providers.docker"],
    facts: { fileProvider: false, directory: null, filename: null, watch: true, throttleMs: 2_000 },
  },
])("flags $args", async ({ args, facts }) => {
  const proc = await procOf(args, ["TRAEFIK_PROVIDERS_FILE_WATCH=false", "HOME=/nowhere"]);
  expect(readCommandLine(proc, 7)).toMatchObject({ staticFile: null, facts });
});

test("variables, when there are no flags", async () => {
  const proc = await procOf(
    [],
    ["TRAEFIK_PROVIDERS_FILE_DIRECTORY=/d", "TRAEFIK_PROVIDERS_FILE_WATCH=false"],
  );
  expect(readCommandLine(proc, 7)).toMatchObject({
    paths: expect.arrayContaining(["/proc/7/root/d"]),
    facts: { fileProvider: true, directory: "/d", watch: false },
  });
});

test.each([
  { args: ["--configFile=/c/t.yaml"], missing: "/proc/7/root/c/t.yaml" },
  { args: [], missing: "/proc/7/root/etc/traefik/traefik.yaml" },
  { args: ["--ping"], missing: "/proc/7/root/etc/traefik/traefik.yaml" },
])("with $args, $missing is missing", async ({ args, missing }) => {
  const found = readCommandLine(await procOf(args, ["HOME=/nowhere"]), 7);
  expect(found.missing).toContain(missing);
  expect(found.paths).toContain(missing);
  expect(found.facts).toMatchObject({ fileProvider: false });
});

test("nothing is missing where flags name a file provider", async () => {
  const proc = await procOf(["--providers.file.directory=/d"], ["HOME=/nowhere"]);
  expect(readCommandLine(proc, 7).missing).toEqual([]);
});

test("a sub-command is no server", async () => {
  const proc = await procOf(["healthcheck", "--configFile=/c/t.yaml"], [], { "root/c/t.yaml": "" });
  expect(readCommandLine(proc, 7)).toMatchObject({ staticFile: null, missing: [], paths: [], facts: null });
});

test("a hostile static file costs little", async () => {
  const proc = await procOf(["--configFile=/t.yaml"], [], {
    "root/t.yaml": "a/".repeat(500_000) + "-./".repeat(100_000),
  });
  const began = Date.now();
  expect(readCommandLine(proc, 7).paths.length).toBeLessThan(3_000);
  expect(Date.now() - began).toBeLessThan(2_000);
});

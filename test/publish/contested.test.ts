import { spawnSync } from "node:child_process";
import { symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { namesIn } from "../../src/names-in.ts";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { publish } from "../../src/publish/publish.ts";
import { strangersIn } from "../../src/publish/strangers.ts";
import { type Files, realPorts, requestFor, targetMaker, UNKNOWN, writeInto } from "./support/target.ts";

const target = targetMaker();
const names = namesIn({
  traefikVersion: "3.7",
  targetDir: "/etc/traefik",
  failOn: "error",
  variables: {},
});

const middlewares = (...all: readonly string[]) =>
  `http: {middlewares: {${all.map((name) => `${name}: {stripPrefix: {prefixes: [/]}}`).join(", ")}}}`;

/** Publishes beside strangers; returns how it ended, and what was warned of. */
async function publishBeside(strangers: Files, files: Files, objects: readonly string[] | null) {
  const place = await target();
  await writeInto(place.targetDir, strangers);
  const warnings: string[] = [];
  const ports = realPorts({ log: (level, text) => void (level === "warn" && warnings.push(text)) });
  const facts = { ...UNKNOWN, directory: "/etc/traefik/conf.d" };
  const reload = { ...place.settings.reload, static: facts, namesIn: names };
  const outcome = await publish(requestFor(place, files, { reload, objects }), ports);
  return { outcome, warnings };
}

test("tells which names a stranger's file defines too, and whose are taken", async () => {
  const ours = {
    "conf.d/b.yaml": middlewares("one", "two", "mine"),
    "conf.d/d/x.yaml": middlewares("three"),
    "elsewhere.yaml": middlewares("four"),
  };
  const { outcome, warnings } = await publishBeside(
    {
      "conf.d/a.yaml": middlewares("one"),
      // a folder stands at its own name, and all that is in it with it
      "conf.d/c/y.yaml": middlewares("two", "three"),
      "conf.d/z.yaml": middlewares("one", "theirs"),
      "conf.d/note.txt": middlewares("mine"),
      "other.d/x.yaml": middlewares("mine"),
    },
    ours,
    ["one", "two", "three", "mine"].map((name) => `http.middlewares.${name}`),
  );
  expect(warnings).toEqual([
    "conf.d/a.yaml is not the publisher's, and defines http.middlewares.one: Traefik takes these, and not the environment's",
    "conf.d/c/y.yaml is not the publisher's, and defines http.middlewares.three: Traefik takes these, and not the environment's",
    "conf.d/c/y.yaml is not the publisher's, and defines http.middlewares.two: Traefik takes the environment's, and not these",
    "conf.d/z.yaml is not the publisher's, and defines http.middlewares.one: Traefik takes the environment's, and not these",
  ]);
  expect(outcome.message).toBe(
    "published; Traefik takes these from files that are not the publisher's: http.middlewares.one, http.middlewares.three",
  );
});

test("a router of several entry points is listed under other names than it is written", async () => {
  const router = (name: string) => `http: {routers: {${name}: {rule: Path(\`/\`), service: api@internal}}}`;
  const objects = ["http.routers.web-shop", "http.routers.websecure-shop"];
  const beside = (name: string) =>
    publishBeside({ "conf.d/0.yaml": router("shop") }, { "conf.d/1.yaml": router(name) }, objects);
  expect((await beside("shop")).outcome.message).toContain("http.routers.shop");
  // the same end of a name is not the same name
  expect(await beside("web-shop")).toMatchObject({ outcome: { message: "published" }, warnings: [] });
});

test("a file with names of its own, or of none, is worth no word; nor is any where names are not certain", async () => {
  const strangers = { "conf.d/0.yaml": middlewares("theirs"), "conf.d/1.yaml": middlewares("mine") };
  const ours = { "conf.d/b.yaml": middlewares("mine") };
  expect(await publishBeside({ "conf.d/0.yaml": "a: [" }, ours, ["http.middlewares.mine"])).toMatchObject({
    outcome: { message: "published" },
    warnings: [],
  });
  expect(await publishBeside(strangers, ours, null)).toMatchObject({ warnings: [] });
});

test("strangers are looked into within bounds, whatever they are", async () => {
  const { settings } = await target();
  const { targetDir } = settings;
  const text = middlewares("x");
  await writeInto(targetDir, {
    "conf.d/b.yaml": text,
    "conf.d/ours/c.yml": text,
    "conf.d/ours/.hidden.TOML": "",
    "conf.d/ours/d.json": text,
    "conf.d/a.yaml/in-a-folder.yaml": text,
    "conf.d/secret.yaml": text,
    "conf.d/huge.yaml": "",
    "outside.txt": "of a link",
    ".gateway/x.yaml": text,
  });
  const at = (name: string) => join(targetDir, "conf.d", name);
  spawnSync("mkfifo", [at("fifo.yaml")]);
  truncateSync(at("huge.yaml"), 2 ** 40);
  symlinkSync("../outside.txt", at("link.yaml"));
  symlinkSync("nowhere", at("dangling.yaml"));
  symlinkSync("/dev/zero", at("zero.yaml"));
  symlinkSync(".", at("loop"));
  for (let i = 0; i < 5; i++) writeFileSync(at(`large${i}.yaml`), " ".repeat(1_000_000));
  const readPart: typeof nodeFileSystem.readPart = (path, ...part) => {
    if (path.endsWith("secret.yaml")) throw Object.assign(new Error("EACCES"), { code: "EACCES" });
    return nodeFileSystem.readPart(path, ...part);
  };
  const files = { ...nodeFileSystem, readPart };
  const found = [...strangersIn(files, settings, "", ["conf.d/ours/c.yml"])].map(({ path, bytes }) => [
    path,
    bytes === null ? null : Buffer.from(bytes).toString().slice(0, 20).trim(),
  ]);
  const start = text.slice(0, 20).trim();
  expect(found).toEqual([
    ["conf.d/a.yaml/in-a-folder.yaml", start],
    ["conf.d/b.yaml", start],
    ["conf.d/dangling.yaml", null],
    ["conf.d/fifo.yaml", null],
    ["conf.d/huge.yaml", null],
    ["conf.d/large0.yaml", ""],
    ["conf.d/large1.yaml", ""],
    ["conf.d/large2.yaml", ""],
    ["conf.d/large3.yaml", ""],
    ["conf.d/large4.yaml", null],
    ["conf.d/link.yaml", "of a link"],
    ["conf.d/ours/.hidden.TOML", ""],
    ["conf.d/secret.yaml", null],
    ["conf.d/zero.yaml", null],
  ]);
});

test("a folder of very many strangers is not gone through to its end", async () => {
  const { settings } = await target();
  await writeInto(settings.targetDir, { "conf.d/ours.yaml": "" });
  const many = Array.from({ length: 20_000 }, (_, number) => `${number}.txt`);
  let looks = 0;
  const files = {
    ...nodeFileSystem,
    readFolder: () => many,
    lstat: () => (looks++, undefined),
  };
  expect([...strangersIn(files, settings, "conf.d", [])]).toEqual([
    { path: "conf.d/10000.txt", bytes: null },
  ]);
  expect(looks).toBe(10_000);
  expect([...strangersIn(nodeFileSystem, settings, "no-folder", [])]).toEqual([]);
});

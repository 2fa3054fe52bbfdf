import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Place } from "../../src/environment/find.ts";
import { LIMITS, type Limits } from "../../src/environment/limits.ts";
import { readTree } from "../../src/environment/read.ts";

let checkout: string;
let place: Place;

beforeEach(() => {
  checkout = realpathSync(mkdtempSync(join(tmpdir(), "read-")));
  place = { path: "envs/e", root: join(checkout, "envs/e"), checkout };
  mkdirSync(place.root, { recursive: true });
});
afterEach(() => {
  rmSync(checkout, { recursive: true, force: true });
});

function write(path: string, text: string | Uint8Array = path, mode = 0o644): void {
  const at = join(checkout, path);
  mkdirSync(join(at, ".."), { recursive: true });
  writeFileSync(at, text);
  chmodSync(at, mode);
}

function link(path: string, target: string): void {
  mkdirSync(join(checkout, path, ".."), { recursive: true });
  symlinkSync(target, join(checkout, path));
}

/** What is there, as `path=text`, and what is wrong, as `rule path`. */
function read(limits?: Partial<Limits>): { files: string[]; found: string[] } {
  const { tree, diagnostics } = readTree(place, { ...LIMITS, ...limits });
  return {
    files: tree.files.map(({ path, bytes }) => `${path}=${Buffer.from(bytes).toString()}`),
    found: diagnostics.map(({ rule, file }) => `${rule} ${file}`),
  };
}

test("reads every file once, in byte order, with its mode", () => {
  write("envs/e/traefik.yaml", "a: 1\n", 0o640);
  write("envs/e/conf.d/b.yaml", "");
  write("envs/e/conf.d/B.yaml", "B");
  write("envs/e/conf.d/a/x.toml", "x");
  write("envs/e/conf.d/\u{1f600}", "above U+FFFF");
  write("envs/e/conf.d/\uff5e", "below it, but not in UTF-16");
  const { tree, diagnostics } = readTree(place);
  expect(diagnostics).toEqual([]);
  expect(tree.files.map(({ path }) => path)).toEqual([
    "conf.d/B.yaml",
    "conf.d/a/x.toml",
    "conf.d/b.yaml",
    "conf.d/\uff5e",
    "conf.d/\u{1f600}",
    "traefik.yaml",
  ]);
  expect(tree.files.at(-1)).toMatchObject({ mode: 0o640, bytes: Buffer.from("a: 1\n") });
});

test("takes names with blanks, quotes and newlines as they are", () => {
  const names = ["a b.yaml", 'it\'s "x".yaml', "two\nlines.yaml", "-rf", "$(id)", "*", "\\"];
  for (const name of names) write(`envs/e/${name}`, "");
  const { tree, diagnostics } = readTree(place);
  expect(diagnostics).toEqual([]);
  expect(new Set(tree.files.map(({ path }) => path))).toEqual(new Set(names));
});

test("never publishes git's own data or route tests", () => {
  write("envs/e/.git/config");
  write("envs/e/modules/.git");
  write("envs/e/gateway.test.yaml");
  write("envs/e/conf.d/gateway.test.yaml");
  write("envs/e/.gitignore", "x");
  expect(read()).toEqual({ files: [".gitignore=x"], found: [] });
});

test("names a file whose name is not UTF-8", () => {
  execFileSync("sh", ["-c", "printf x > \"$(printf 'b\\377.yaml')\""], { cwd: place.root });
  expect(read().found).toEqual(["file-name b\ufffd.yaml"]);
});

describe("symbolic links", () => {
  test("that stay in the checkout are the file they point to", () => {
    write("shared/tls.yaml", "tls", 0o600);
    link("envs/e/conf.d/tls.yaml", "../../../shared/tls.yaml");
    link("envs/e/conf.d/again.yaml", join(checkout, "shared/tls.yaml"));
    expect(read()).toEqual({ files: ["conf.d/again.yaml=tls", "conf.d/tls.yaml=tls"], found: [] });
    expect(readTree(place).tree.files[0]?.mode).toBe(0o600);
  });

  test("to a folder are that folder's files", () => {
    write("shared/app/a.yaml", "a");
    write("shared/app/deep/b.yaml", "b");
    link("envs/e/conf.d/app", "../../../shared/app");
    expect(read()).toEqual({ files: ["conf.d/app/a.yaml=a", "conf.d/app/deep/b.yaml=b"], found: [] });
  });

  test.each([
    ["symlink-outside", "/etc/passwd"],
    ["symlink-outside", "../../../../../../../../../../etc"],
    ["symlink-outside", "../../.git/config"],
    ["symlink-broken", "nowhere.yaml"],
    ["symlink-broken", "traefik.yaml/x"],
    ["symlink-loop", "l.yaml"],
    ["symlink-loop", "."],
    ["symlink-loop", "../.."],
  ])("%s: %s", (rule, target) => {
    write(".git/config");
    write("envs/e/traefik.yaml", "");
    link("envs/e/l.yaml", target);
    expect(read()).toEqual({ files: ["traefik.yaml="], found: [`${rule} l.yaml`] });
  });

  test("at the file of route tests are followed, and one that cannot be is no lack of tests", () => {
    write("envs/e/traefik.yaml", "");
    write("shared/tests.yaml", "tests: []");
    link("envs/e/gateway.test.yaml", "../../shared/tests.yaml");
    expect(Buffer.from(readTree(place).routeTests ?? []).toString()).toBe("tests: []");
    for (const [rule, target] of [
      ["symlink-outside", "/etc/passwd"],
      ["symlink-broken", "nowhere.yaml"],
      ["special-file", "../../shared"],
    ] as const) {
      rmSync(join(place.root, "gateway.test.yaml"));
      link("envs/e/gateway.test.yaml", target);
      expect(readTree(place).routeTests).toBeUndefined();
      expect(read()).toEqual({ files: ["traefik.yaml="], found: [`${rule} gateway.test.yaml`] });
    }
  });

  test("through a second link out of the checkout lead out all the same", () => {
    link("hop", "/etc");
    link("envs/e/x.yaml", "../../hop/passwd");
    expect(read()).toEqual({ files: [], found: ["symlink-outside x.yaml"] });
  });

  test("in a circle of folders end", () => {
    link("envs/e/a/b", "../../../other");
    link("other/a", "../envs/e/a");
    expect(read()).toEqual({ files: [], found: ["symlink-loop a/b/a"] });
  });

  test("that multiply folders meet the limit", () => {
    for (let i = 0; i < 20; i++) {
      for (const name of ["a", "b"]) link(`envs/e/${i}/${name}`, `../${i + 1}`);
    }
    write("envs/e/20/x", "");
    const { found } = read({ entries: 1000 });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^environment-too-large /);
  });
});

describe("what is no regular file", () => {
  test("a fifo, without waiting for its writer", () => {
    execFileSync("mkfifo", [join(place.root, "pipe.yaml")]);
    link("envs/e/to-pipe.yaml", "pipe.yaml");
    expect(read().found).toEqual(["special-file pipe.yaml", "special-file to-pipe.yaml"]);
  });

  test("a socket", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(place.root, "s"), resolve));
    link("envs/e/to-socket", "s");
    try {
      expect(read().found).toEqual(["special-file s", "special-file to-socket"]);
    } finally {
      server.close();
    }
  });
});

describe("limits", () => {
  test("of a file: the limit itself is allowed", () => {
    write("envs/e/fits", "12345");
    write("envs/e/large", "123456");
    expect(read({ fileBytes: 5 })).toEqual({ files: ["fits=12345"], found: ["file-too-large large"] });
  });

  test("of a sparse file that would fill the memory", () => {
    write("envs/e/large", "");
    execFileSync("truncate", ["-s", "1T", join(place.root, "large")]);
    expect(read().found).toEqual(["file-too-large large"]);
  });

  test("of all files", () => {
    for (const name of ["a", "b", "c", "d"]) write(`envs/e/${name}`, "123");
    expect(read({ totalBytes: 6 })).toEqual({
      files: ["a=123", "b=123"],
      found: ["environment-too-large c"],
    });
    expect(read({ entries: 3 }).found).toEqual(["environment-too-large d"]);
  });
});

test("says what it may not read", () => {
  write("envs/e/a.yaml", "", 0);
  mkdirSync(join(place.root, "d"), { mode: 0 });
  chmodSync(checkout, 0o755);
  const reading = asNobody(() => read());
  expect(reading).toEqual({ files: [], found: ["file-unreadable a.yaml", "file-unreadable d"] });
});

/** Root may read everything, so it steps down for a moment. */
function asNobody<T>(action: () => T): T {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(65534);
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}

import { execFile } from "node:child_process";
import { chmod, chown, lstat, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { nodeFileSystem } from "../../src/publish/file-system.ts";
import { giveFolders } from "../../src/publish/give-folders.ts";
import { publish } from "../../src/publish/publish.ts";
import { tidyStaging } from "../../src/publish/stage.ts";
import { readState } from "../../src/publish/state.ts";
import { readStatus } from "../../src/publish/status.ts";
import { bundle } from "./support/bundle.ts";
import {
  contentOf,
  type Files,
  realPorts,
  requestFor,
  type Target,
  temporaryTarget,
} from "./support/target.ts";

const run = promisify(execFile);
const ports = realPorts();
const isRoot = process.getuid?.() === 0;
const open: { remove: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const target of open.splice(0)) await target.remove();
});

const FILES: Files = { "conf.d/x.yaml": "x", "conf.d/key.pem": "PRIVATE KEY-----" };

async function targetWith(): Promise<Target> {
  const target = await temporaryTarget();
  open.push(target);
  return target;
}

async function ownerAndMode(target: Target, path: string): Promise<string> {
  const { uid, gid, mode } = await lstat(join(target.targetDir, path));
  return `${uid}:${gid} ${(mode & 0o7777).toString(8)}`;
}

describe.skipIf(!isRoot)("as root", () => {
  test("files and new folders are given to their owner, also when that changes", async () => {
    const target = await targetWith();
    await publish(requestFor(target, FILES, { owner: { uid: 65532, gid: 65531 } }), ports);
    expect(await ownerAndMode(target, "conf.d")).toBe("65532:65531 755");
    expect(await ownerAndMode(target, "conf.d/x.yaml")).toBe("65532:65531 644");
    expect(await ownerAndMode(target, "conf.d/key.pem")).toBe("65532:65531 600");
    const again = requestFor(target, FILES, { owner: { uid: 65532, gid: 65531 } });
    expect(await publish(again, ports)).toMatchObject({ outcome: "unchanged" });
    const other = requestFor(target, FILES, { owner: { uid: 65533, gid: null } });
    expect(await publish(other, ports)).toMatchObject({ outcome: "published", plan: { unchanged: 0 } });
    expect(await ownerAndMode(target, "conf.d/x.yaml")).toBe("65533:0 644");
    expect(await ownerAndMode(target, "conf.d")).toBe("65533:65531 755");
  });

  test("folders that were made before there was an owner are given to him with the files", async () => {
    const target = await targetWith();
    const files = { ...FILES, "conf.d/app/y.yaml": "y", "theirs/z.yaml": "z" };
    await mkdir(join(target.targetDir, "theirs"));
    await publish(requestFor(target, files), ports);
    expect(await ownerAndMode(target, "conf.d")).toBe("0:0 755");
    const given = requestFor(target, files, { owner: { uid: 65532, gid: 65531 } });
    expect(await publish(given, ports)).toMatchObject({ outcome: "published" });
    for (const folder of ["conf.d", "conf.d/app"])
      expect(await ownerAndMode(target, folder)).toBe("65532:65531 755");
    // those of somebody else are his
    for (const folder of ["theirs", "."]) expect(await ownerAndMode(target, folder)).toMatch(/^0:0 /);
    expect(await publish(given, ports)).toMatchObject({ outcome: "unchanged" });
  });

  test("a folder that may not be given away is told, and the publication stays", async () => {
    const target = await targetWith();
    await publish(requestFor(target, FILES), ports);
    const folder = join(target.targetDir, "conf.d");
    const lines: unknown[] = [];
    const denied = Object.assign(new Error("denied"), { code: "EPERM" });
    let descriptor = -1;
    const files = {
      ...nodeFileSystem,
      openFolder: (path: string): number => {
        const fd = nodeFileSystem.openFolder(path);
        descriptor = path === folder ? fd : -1;
        return fd;
      },
      chown: (fd: number, uid: number, gid: number): void => {
        if (fd === descriptor) throw denied;
        nodeFileSystem.chown(fd, uid, gid);
      },
    };
    const log = (...line: readonly unknown[]): void => void lines.push(line);
    const given = requestFor(target, FILES, { owner: { uid: 65532, gid: null } });
    expect(await publish(given, realPorts({ files, log }))).toMatchObject({ outcome: "published" });
    expect(await ownerAndMode(target, "conf.d/x.yaml")).toBe("65532:0 644");
    expect(await ownerAndMode(target, "conf.d")).toBe("0:0 755");
    const says = "the folder could not be given to its owner: EPERM";
    expect(lines).toContainEqual(["warn", says, { file: "conf.d" }]);
  });

  test("a link in the place of a folder is not followed to give away what is behind it", async () => {
    const target = await targetWith();
    await mkdir(join(target.root, "elsewhere/app"), { recursive: true });
    await symlink(join(target.root, "elsewhere"), join(target.targetDir, "conf.d"));
    const settings = { ...target.settings, owner: { uid: 65532, gid: null } };
    giveFolders(ports, settings, ["conf.d", "conf.d/app"]);
    for (const folder of ["elsewhere", "elsewhere/app"])
      expect((await lstat(join(target.root, folder))).uid).toBe(0);
  });

  test("files that are there already with the same bytes are given to their owner too", async () => {
    const target = await targetWith();
    await publish(requestFor(target, FILES), ports);
    await rm(target.stateDir, { recursive: true });
    const given = requestFor(target, FILES, { owner: { uid: 65532, gid: null } });
    expect(await publish(given, ports)).toMatchObject({ outcome: "published", plan: { unchanged: 0 } });
    expect(await ownerAndMode(target, "conf.d/key.pem")).toBe("65532:0 600");
    expect(await publish(given, ports)).toMatchObject({ outcome: "unchanged" });
    await rm(target.stateDir, { recursive: true });
    expect(await publish(given, ports)).toMatchObject({ outcome: "unchanged" });
  });

  test("what was given away and cannot be read any more is staged anew", async () => {
    const target = await targetWith();
    await publish(requestFor(target, FILES), ports);
    const { manifest } = readState(nodeFileSystem, target.stateDir);
    const staged = join(target.stateDir, "staging", `${manifest?.files["conf.d/x.yaml"]?.object}.0.0`);
    await writeFile(staged, "x");
    const denied = Object.assign(new Error("denied"), { code: "EACCES" });
    const readFile = (path: string): Uint8Array => {
      if (path === staged) throw denied;
      return nodeFileSystem.readFile(path);
    };
    tidyStaging({ ...nodeFileSystem, readFile }, target.stateDir, manifest);
    await expect(lstat(staged)).rejects.toThrow("ENOENT");
  });

  test("what another user may not look into is no drift for him", async () => {
    const target = await targetWith();
    await publish(requestFor(target, FILES), ports);
    const denied = Object.assign(new Error("denied"), { code: "EACCES" });
    const readFile = (path: string): Uint8Array => {
      if (path.endsWith("key.pem")) throw denied;
      return nodeFileSystem.readFile(path);
    };
    const asOther = realPorts({ files: { ...nodeFileSystem, readFile } });
    expect(readStatus(target.settings, asOther).drift).toEqual([]);
    await writeFile(join(target.targetDir, "conf.d/key.pem"), "another length");
    const drift = [{ file: "conf.d/key.pem", kind: "changed" }];
    expect(readStatus(target.settings, asOther).drift).toEqual(drift);
  });

  test("where only a group is given, private files are read through it", async () => {
    const target = await targetWith();
    await publish(requestFor(target, FILES, { owner: { uid: null, gid: 65532 } }), ports);
    expect(await ownerAndMode(target, "conf.d/key.pem")).toBe("0:65532 640");
  });

  test("another user publishes where the target is his, and cannot give files away", async () => {
    const target = await targetWith();
    await chmod(target.root, 0o755);
    await chown(target.targetDir, 65533, 65533);
    const script = await bundle("publisher.ts");
    open.push(script);
    await chmod(join(script.path, ".."), 0o755);
    const as65533 = async (files: Files, more: object = {}): Promise<string> => {
      const request = join(target.root, "request.json");
      await writeFile(request, requestText(target, files, more));
      const { stdout } = await run(process.execPath, [script.path, request], {
        uid: 65533,
        gid: 65533,
        cwd: "/",
      });
      return stdout.trim();
    };
    expect(await as65533(FILES, { owner: { uid: 65532, gid: null } })).toBe("failed");
    expect(contentOf(target.targetDir)).toEqual({});
    expect(await as65533(FILES)).toBe("published");
    expect(await ownerAndMode(target, "conf.d/x.yaml")).toBe("65533:65533 644");
    // a folder that he may not write to any more: as it was
    await chown(join(target.targetDir, "conf.d"), 0, 0);
    const before = contentOf(target.targetDir);
    expect(await as65533({ ...FILES, "conf.d/x.yaml": "y" })).toBe("failed");
    expect(contentOf(target.targetDir)).toEqual(before);
    await chown(join(target.targetDir, "conf.d"), 65533, 65533);
    expect(await as65533({ ...FILES, "conf.d/x.yaml": "y" })).toBe("published");
  });
});

function requestText(target: Target, files: Files, more: object): string {
  const { tree, ...rest } = requestFor(target, files, more);
  const texts = tree.files.map(({ path, bytes, mode }) => ({
    path,
    text: Buffer.from(bytes).toString(),
    mode,
  }));
  return JSON.stringify({ ...rest, files: texts });
}

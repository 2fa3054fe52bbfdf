import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";

const run = promisify(execFile);

// The image is built by a daemon that few machines have. What its build stage does, given no more than the build context
// holds, can be done anywhere; it takes half a minute.
const isAsked = process.env["HOOK_BIN"] !== undefined && existsSync(".cache/node");
if (!isAsked)
  console.warn(
    "the build from the image's context is skipped: npm run test:binary, which fetches a Node, tries it",
  );

const context = mkdtempSync(join(tmpdir(), "gateway-context-"));
afterAll(() => {
  rmSync(context, { recursive: true, force: true });
});

it.skipIf(!isAsked)(
  "the executable is built of what .dockerignore admits",
  async () => {
    const [first, ...admitted] = readFileSync(".dockerignore", "utf8").split("\n").filter(Boolean);
    expect(first).toBe("*");
    for (const line of admitted) {
      const path = line.replace(/^!/, "");
      mkdirSync(dirname(join(context, path)), { recursive: true });
      cpSync(path, join(context, path), { recursive: true });
    }
    mkdirSync(join(context, ".cache"));
    for (const path of ["node_modules", ".cache/node"]) symlinkSync(resolve(path), join(context, path));
    await run(process.execPath, ["tools/build-binary.js"], { cwd: context });
    const executable = join(context, "dist/gateway-hook-configsync");
    expect((await run(executable, ["rule", "unknown-service"])).stdout).toContain("unknown-service");
  },
  180_000,
);

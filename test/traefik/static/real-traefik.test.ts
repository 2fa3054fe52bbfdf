import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logLines } from "../../../src/traefik/preflight/log-lines.ts";
import { temporaryFolder, traefikBin, writeFiles } from "../../support/traefik.ts";

interface Start {
  readonly id: string;
  readonly text: string;
  readonly starts: boolean;
  readonly error: string | null;
}

const starts = JSON.parse(
  await readFile(new URL("../../vectors/static-starts.json", import.meta.url), "utf8"),
) as Start[];

const run = promisify(execFile);

/** The recorded endings, asked again of the real Traefik: those only that need no port that others may have. */
describe.skipIf(traefikBin === null)("what the real Traefik does not start with", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => void (folder = await temporaryFolder()));
  afterAll(() => folder.remove());

  it.each(starts.filter(({ starts: started, id }) => !started && !id.startsWith("conflict-")))(
    "$id",
    async (start) => {
      await writeFiles(folder.path, { "traefik.yaml": inJson(start.text) });
      const args = [`--configFile=${folder.path}/traefik.yaml`];
      const failure: unknown = await run(traefikBin!, args, {
        cwd: folder.path,
        env: {},
        timeout: 20_000,
      }).catch((error: unknown) => error);
      const { stdout, stderr, code } = failure as { stdout: string; stderr: string; code: number };
      expect(code).toBe(start.error?.startsWith("panic: ") ? 2 : 1);
      expect(endingOf(`${stdout}${stderr}`)).toBe(start.error);
    },
  );
});

/** Has it write its log as JSON. */
function inJson(text: string): string {
  return /^log: \{/m.test(text)
    ? text.replace(/^log: \{/m, "log: {format: json, ")
    : `${text}log: {format: json}\n`;
}

/** The last word: a line of its log, or a panic's. */
function endingOf(output: string): string | undefined {
  const panic = /^panic: .*$/m.exec(output)?.[0];
  if (panic !== undefined) return panic;
  const logged = logLines(output).find(({ message }) => message === "Command error")?.error;
  return logged?.replace(/^command traefik error: /, "");
}

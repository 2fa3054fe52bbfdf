import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The executable under test: the bundle, or another that must behave alike. */
export const EXECUTABLE = resolve(process.env["HOOK_BIN"] ?? "bin/gateway-hook-configsync.js");

/** A temporary folder with files in it: text or bytes by path, `{ link }` for a symbolic link, `{ mode }` beside a text. */
export type Files = Readonly<
  Record<
    string,
    string | Uint8Array | { readonly link: string } | { readonly text: string; readonly mode: number }
  >
>;

export interface Sandbox {
  readonly root: string;
  readonly write: (files: Files) => void;
  readonly remove: () => void;
}

export function sandbox(files: Files = {}): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gateway-")));
  chmodSync(root, 0o755);
  const write = (more: Files): void => {
    for (const [path, content] of Object.entries(more)) {
      const at = join(root, path);
      mkdirSync(dirname(at), { recursive: true });
      if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(at, content);
      else if ("link" in content) symlinkSync(content.link, at);
      else {
        writeFileSync(at, content.text);
        chmodSync(at, content.mode);
      }
    }
  };
  write(files);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface Call {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
  /** as an ordinary user, also where the tests run as root, who may read and write everything */
  readonly asNobody?: boolean;
}

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the executable under test with nothing in its environment but PATH and what is given. */
export async function hook(
  args: readonly string[],
  { cwd, env = {}, stdin, asNobody }: Call,
): Promise<Result> {
  if (!existsSync(EXECUTABLE)) throw new Error(`${EXECUTABLE} is missing: run npm run build`);
  const identity = asNobody && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const [program, ...first] = EXECUTABLE.endsWith(".js") ? [process.execPath, EXECUTABLE] : [EXECUTABLE];
  return new Promise((done) => {
    const child = execFile(
      program ?? "",
      [...first, ...args],
      { cwd, env: { PATH: process.env["PATH"], ...env }, maxBuffer: 1 << 28, ...identity },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        done({ code, stdout, stderr });
      },
    );
    // it may have ended before it reads anything
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(stdin ?? "");
  });
}

/** What a person sees of a call, ending in its exit code; lines of stderr are marked, the folder's name is not told. */
export async function transcript(args: readonly string[], call: Call): Promise<string> {
  const { code, stdout, stderr } = await hook(args, call);
  const variables = Object.entries(call.env ?? {}).map(([name, value]) => `${name}=${quote(value)} `);
  const marked = stderr.replace(/^(?=.)/gm, "! ");
  const text = `$ ${variables.join("")}gateway-hook-configsync ${args.map(quote).join(" ")}`.trimEnd();
  const output = `${text}\n${stdout}${marked}${/(^|\n)$/.test(stdout + marked) ? "" : "\n"}Exit code: ${code}\n`;
  return stable(output, call.cwd);
}

/** Takes out what differs from run to run: the folder, times, durations. */
export function stable(text: string, folder: string): string {
  return text
    .replaceAll(folder, "/sandbox")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "<time>")
    .replace(/("?\bms"?[:=] ?)\d+(\.\d+)?/g, "$1<ms>");
}

function quote(word: string): string {
  return /^[\w./:=@,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

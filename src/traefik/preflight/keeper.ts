import { spawn } from "node:child_process";

/** Sees to it that a process does not outlive this one. */
export interface Keeper {
  /** the process that it is for; call it in the moment that it runs */
  readonly watch: (pid: number) => void;
  /** the process has ended */
  readonly end: () => void;
}

/** Reads the process's id, and waits for a word that all is well; where its input ends without, this process has died. */
const SCRIPT = `trap "" HUP INT TERM
read -r pid || exit
read -r end && exit
kill -KILL "$pid"
exec rm -rf "$1"`;

/**
 * Starts a shell that waits at a pipe for the death of this process, by whatever it dies, SIGKILL included; then it
 * kills the other process and removes its folder. Without a shell nobody does.
 *
 * @param folder absolute path
 */
export function startKeeper(folder: string): Keeper {
  const shell = spawn("/bin/sh", ["-c", SCRIPT, "sh", folder], {
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  // this process does not wait for it
  shell.unref();
  return {
    watch: (pid) => void shell.stdin.write(`${pid}\n`),
    end: () => void shell.stdin.end("end\n"),
  };
}

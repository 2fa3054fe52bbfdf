import { spawn } from "node:child_process";

/** Waits for a word that all is well; where its input ends without, the process that it is for has died. */
const SCRIPT = `trap "" HUP INT TERM
read -r end && exit
kill -KILL "-$1"
exec rm -rf "$2"`;

/**
 * Starts a shell that waits at a pipe for the death of this process, by whatever it dies, SIGKILL included; then it
 * kills another process with its group, and removes its folder. Without a shell nobody does.
 *
 * @param pid of the other process, which leads a group of its own
 * @param folder absolute path
 * @returns to be called when the other process has ended
 */
export function startKeeper(pid: number, folder: string): () => void {
  const shell = spawn("/bin/sh", ["-c", SCRIPT, "sh", String(pid), folder], {
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  // this process does not wait for it
  shell.unref();
  return () => void shell.stdin.end("end\n");
}

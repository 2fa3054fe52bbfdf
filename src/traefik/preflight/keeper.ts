import { spawn } from "node:child_process";

/** Waits for a word for each thing that there is to do; where its input ends without, the process that it is for has died. */
const SCRIPT = `trap "" HUP INT TERM
read -r gone || kill -KILL "-$1"
read -r removed && exit
exec rm -rf "$2"`;

export interface Keeper {
  /** The other process has ended: nobody has to kill it any more. */
  readonly gone: () => void;
  /** Its folder is removed, or is somebody else's business: the keeper ends. */
  readonly removed: () => void;
}

/**
 * Starts a shell that waits at a pipe for the death of this process, by whatever it dies, SIGKILL included; then it
 * kills another process with its group, and removes its folder. Without a shell nobody does.
 *
 * @param pid of the other process, which leads a group of its own
 * @param folder absolute path
 */
export function startKeeper(pid: number, folder: string): Keeper {
  const shell = spawn("/bin/sh", ["-c", SCRIPT, "sh", String(pid), folder], {
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  // this process does not wait for it
  shell.unref();
  let isGone = false;
  const gone = (): void => {
    if (!isGone) shell.stdin.write("gone\n");
    isGone = true;
  };
  return {
    gone,
    removed: () => {
      gone();
      shell.stdin.end("removed\n");
    },
  };
}

import type { Git } from "../environment/revision/read-revision.ts";
import type { Terminal } from "./terminal.ts";

/** Long enough for a large repository on a slow disk. */
const WITHIN_MS = 30_000;
/** Room for what git says of an error, also where next to nothing is asked for. */
const LEAST_BUFFER = 64 * 1024;
/** Where a hook's git would look instead of in the checkout: https://git-scm.com/docs/githooks */
const OF_ANOTHER = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"];

/** Git in a checkout: reading alone, without network, questions or programs that its configuration names. */
export function gitIn(checkout: string, { env }: Pick<Terminal, "env">): Git {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !OF_ANOTHER.includes(name)));
  return async (args, input, most) => {
    const { execFile } = await import("node:child_process");
    return new Promise((resolve, reject) => {
      const options = {
        cwd: checkout,
        encoding: "buffer",
        timeout: WITHIN_MS,
        killSignal: "SIGKILL",
        maxBuffer: Math.max(most, LEAST_BUFFER),
        env: {
          ...own,
          LC_ALL: "C",
          GIT_ALLOW_PROTOCOL: "none",
          GIT_NO_LAZY_FETCH: "1",
          GIT_NO_REPLACE_OBJECTS: "1",
          GIT_OPTIONAL_LOCKS: "0",
          GIT_TERMINAL_PROMPT: "0",
        },
      } as const;
      const child = execFile(
        "git",
        ["-c", "core.fsmonitor=false", ...args],
        options,
        (error, output, errors) => {
          if (error === null) resolve(output);
          else reject(new Error(reasonOf(error, errors.toString("utf8")), { cause: error }));
        },
      );
      // it may end before it has read everything
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input);
    });
  };
}

function reasonOf(error: Error & { code?: unknown; killed?: boolean }, errors: string): string {
  if (error.code === "ENOENT") return "git is not installed";
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "the repository is too large to be read";
  if (error.killed === true) return `git took longer than ${WITHIN_MS / 1000} s`;
  if (errors.startsWith("fatal: not a git repository")) return "the checkout is no git repository";
  if (/lazy fetching disabled|promisor remote/.test(errors))
    return "the clone is partial and has not all of it; git fetch --refetch --no-filter brings it";
  return errors.trim().split("\n")[0] || "git does not know it; has it been fetched?";
}

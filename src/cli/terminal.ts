/** What a command sees of its process: so that it can be called with another one. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly out: Stream;
  readonly err: Stream;
  readonly stdin: () => Promise<Uint8Array>;
}

export interface Stream {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
}

/** The terminal of this process. A reader that closes the pipe early (`| head`) is no error. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    env: { ...process.env },
    cwd: process.cwd(),
    out: { write: (text) => void process.stdout.write(text), isTerminal: process.stdout.isTTY },
    err: { write: (text) => void process.stderr.write(text), isTerminal: process.stderr.isTTY },
    stdin: async () => {
      const { buffer } = await import("node:stream/consumers");
      return buffer(process.stdin);
    },
  };
}

/** Whether to colour what goes to a stream: https://no-color.org, then FORCE_COLOR, then the stream itself. */
export function wantsColour(stream: Stream, env: Terminal["env"]): boolean {
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"]) return env["FORCE_COLOR"] !== "0";
  return stream.isTerminal && env["TERM"] !== "dumb";
}

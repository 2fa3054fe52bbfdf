import type { Stream } from "./terminal.ts";

/** A run that takes no longer needs no progress. */
const QUIET_MS = 1000;

/** Tells a person what is being done, on a line of its own that the next replaces. */
export interface Progress {
  readonly tell: (text: string) => void;
  readonly end: () => void;
}

/**
 * @param stream nothing is told where nobody looks
 * @param now milliseconds of any clock
 */
export function progressOn(stream: Stream, now: () => number): Progress {
  const start = now();
  let shown = false;
  return {
    tell: (text) => {
      if (!stream.isTerminal || now() - start < QUIET_MS) return;
      stream.write(`\r\u001b[K${text}`);
      shown = true;
    },
    end: () => {
      if (shown) stream.write("\r\u001b[K");
    },
  };
}

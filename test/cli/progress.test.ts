import { expect, test } from "vitest";
import { progressOn } from "../../src/cli/progress.ts";

function tell(isTerminal: boolean, ...times: readonly number[]): string {
  let written = "";
  let clock = 0;
  const progress = progressOn({ isTerminal, write: (text) => void (written += text) }, () => clock);
  for (const time of times) {
    clock = time;
    progress.tell(`at ${time}`);
  }
  progress.end();
  return written;
}

test("tells nothing of a short run, nor where nobody looks", () => {
  expect(tell(true, 10, 900)).toBe("");
  expect(tell(false, 10, 5000)).toBe("");
});

test("replaces its line, and leaves none behind", () => {
  expect(tell(true, 10, 1000, 2000)).toBe("\r\u001b[Kat 1000\r\u001b[Kat 2000\r\u001b[K");
});

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PARSER = fileURLToPath(new URL("mermaid-parser.js", import.meta.url));

/** one for all tests of a process: it takes seconds to load; it ends with its parent */
let parser: ChildProcess | null = null;
let turn: Promise<unknown> = Promise.resolve();

/**
 * Parses a diagram with Mermaid's own parser, in a process of its own: it wants a browser's window, which a test's
 * process must not have.
 *
 * @throws Mermaid's message for a diagram that it would not draw
 */
export async function parseMermaid(text: string): Promise<void> {
  const answer = turn.then(() => ask(text));
  turn = answer;
  const wrong = await answer;
  if (wrong !== null) throw new Error(wrong);
}

async function ask(text: string): Promise<string | null> {
  const child = (parser ??= start());
  const ended = new AbortController();
  try {
    const answers = ["message", "exit"].map((event) => once(child, event, { signal: ended.signal }));
    child.send(text);
    const [answer] = (await Promise.race(answers)) as [string | number | null];
    return typeof answer === "number" ? `the parser ended with ${answer}` : answer;
  } finally {
    ended.abort();
  }
}

function start(): ChildProcess {
  const child = fork(PARSER, { execArgv: [] });
  child.once("exit", () => (parser = null));
  // whoever waits for an answer is awake anyway
  child.unref();
  child.channel?.unref();
  return child;
}

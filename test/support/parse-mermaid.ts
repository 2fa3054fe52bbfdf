import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const PARSER = fileURLToPath(new URL("mermaid-parser.js", import.meta.url));

/**
 * Parses a diagram with Mermaid's own parser, in a process of its own: it wants a browser's window, which a test's
 * process must not have.
 *
 * @throws Mermaid's message for a diagram that it would not draw
 */
export async function parseMermaid(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [PARSER], { timeout: 60_000 }, (error, _, stderr) => {
      if (error === null) resolve();
      else reject(new Error(stderr || error.message));
    });
    child.stdin?.end(text);
  });
}

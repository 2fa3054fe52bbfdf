// Reads a diagram from standard input; ends with 1 and says why where Mermaid would not draw it.
import { text } from "node:stream/consumers";
import { Window } from "happy-dom";

const window = new Window();
Object.assign(globalThis, { window, document: window.document, Element: window.Element });
const { default: mermaid } = await import("mermaid");
try {
  await mermaid.parse(await text(process.stdin));
  process.exit(0);
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

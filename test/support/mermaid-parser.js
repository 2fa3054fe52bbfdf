// Answers each diagram that its parent sends with null, or with what is wrong where Mermaid would not draw it.
import { Window } from "happy-dom";

const window = new Window();
Object.assign(globalThis, { window, document: window.document, Element: window.Element });
const { default: mermaid } = await import("mermaid");
process.on("message", (text) => {
  mermaid.parse(text).then(
    () => process.send(null),
    (error) => process.send(error instanceof Error ? error.message : String(error)),
  );
});

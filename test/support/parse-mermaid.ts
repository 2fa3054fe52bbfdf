import { Window } from "happy-dom";

/**
 * Parses a diagram with Mermaid's own parser, which looks for a browser's window.
 *
 * @throws Mermaid's message for a diagram that it would not draw
 */
export async function parseMermaid(text: string): Promise<void> {
  const window = new Window();
  Object.assign(globalThis, { window, document: window.document, Element: window.Element });
  const { default: mermaid } = await import("mermaid");
  await mermaid.parse(text);
}

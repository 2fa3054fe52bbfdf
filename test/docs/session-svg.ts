/** What was typed at a terminal and what came back, with its colours (ANSI). */
export interface Shown {
  readonly command: string;
  readonly output: string;
}

const COLOURS: Readonly<Record<string, string>> = {
  "1": "font-weight:bold",
  "2": "fill:#8b949e",
  "31": "fill:#ff7b72",
  "32": "fill:#7ee787",
  "33": "fill:#e3b341",
  "34": "fill:#79c0ff",
  "36": "fill:#76e3ea",
};
const LINE = 20;
const CHARACTER = 8.43;
const EDGE = 16;

/** A terminal's picture as SVG: text that can be selected, no script, no font of its own. */
export function sessionSvg(session: readonly Shown[]): string {
  const lines = session.flatMap(({ command, output }) => [
    `\u001b[32m$\u001b[0m ${command}`,
    ...output.replace(/\n+$/, "").split("\n"),
    "",
  ]);
  const shown = lines.slice(0, -1);
  const columns = Math.max(...shown.map((line) => Array.from(line.replace(/\u001b\[\d+m/g, "")).length));
  const width = Math.ceil(columns * CHARACTER + 2 * EDGE);
  const height = shown.length * LINE + 2 * EDGE;
  const texts = shown.map(
    (line, index) => `<text x="${EDGE}" y="${EDGE + 14 + index * LINE}">${spansOf(line)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="a session at a terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="14" fill="#e6edf3" xml:space="preserve">
${texts.join("\n")}
</g>
</svg>
`;
}

function spansOf(line: string): string {
  const parts = line.split(/\u001b\[(\d+)m/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1 || part === "") return "";
      const style = COLOURS[parts[index - 1] ?? ""];
      return style === undefined ? escaped(part) : `<tspan style="${style}">${escaped(part)}</tspan>`;
    })
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

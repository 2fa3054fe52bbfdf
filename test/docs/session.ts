/** One command of a `console` block and what it prints. */
export interface Step {
  readonly command: string;
  readonly output: string;
}

/** Takes a `console` block apart: `$ ` begins a command, `> ` goes on with it, all else is output. */
export function stepsOf(text: string): Step[] {
  const steps: { command: string; output: string }[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const last = steps.at(-1);
    if (line.startsWith("$ ")) steps.push({ command: line.slice(2), output: "" });
    else if (last === undefined) throw new Error(`a console block begins with "$ ": ${line}`);
    else if (line.startsWith("> ") && last.output === "") last.command += `\n${line.slice(2)}`;
    else last.output += `${line}\n`;
  }
  return steps;
}

/** The block that a session was written in. */
export function sessionOf(steps: readonly Step[]): string {
  return steps.map(({ command, output }) => `$ ${command.replaceAll("\n", "\n> ")}\n${output}`).join("");
}

/** Whether a page shows what was printed: a line `…` stands for any lines, `…` in a line for any text. */
export function shows(shown: string, printed: string): boolean {
  const pattern = shown
    .split(/^…\n/m)
    .map((part) =>
      part
        .split("…")
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*"),
    )
    .join("(?:.*\n)*?");
  return new RegExp(`^${pattern}$`).test(printed);
}

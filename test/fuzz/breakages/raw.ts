import type { Breakage } from "../breakage.ts";
import type { Random } from "../random.ts";
import { blockEnd, indentOf } from "./places.ts";
import { CHARACTERS, VALUES } from "./values.ts";

/** A character more, less or another. */
export const breakCharacter: Breakage = (text, { random }) => {
  const at = random.below(text.length);
  const drop = random.chance(0.5) ? 1 : 0;
  const add = drop === 0 || random.chance(0.3) ? random.pick(CHARACTERS) : "";
  return text.slice(0, at) + add + text.slice(at + drop);
};

/** A line lost, doubled, moved, indented, commented on or cut. */
export const breakLine: Breakage = (text, { random }) => {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  const changed = random.pick([
    [], [line, line], [` ${line}`], [`  ${line}`], [`\t${line}`], [line.replace(/^ {1,2}/, "")], [line.trimStart()],
    [`${line} # comment`], [`${line}# comment`], [line.replace(/["'\x60]/, "")], [`${line}\\`], [lines[at + 1] ?? "", line],
    [`# ${line}`], [`${line} `], [`${line}\r`], [line.replace(":", " :")], [line.replace(": ", ":")], [line.replace("- ", "-")],
    [line.slice(0, random.below(line.length + 1))], [`${line},`], [`? ${line.trim()}`], ["---", line], [line, "---"], ["...", line],
    [line.replace(/: (.+)$/, ": '$1'")], [line.replace(/: (.+)$/, ': "$1"')], [line.replace(/: (.+)$/, ": [$1]")],
    [line.replace(/: (.+)$/, ": |\n          $1")], [line.replace(/: (.+)$/, ": &x $1")], [line.replace(/^( *)(.*)$/, "$1- $2")],
  ]); // prettier-ignore
  lines.splice(at, 1, ...changed);
  return lines.join("\n");
};

/** A section emptied, doubled, moved elsewhere or turned into a plain value. */
export const breakSection: Breakage = (text, { random }) => {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const end = blockEnd(lines, at);
  const block = lines.slice(at, end);
  const head = lines[at] ?? "";
  const instead = random.pick([
    () => [],
    () => [head],
    () => [`${head.trimEnd()} ${random.pick(VALUES)}`],
    () => [...block, ...block],
    () => block.map((line) => `  ${line}`),
    () => [head, ...block.slice(1).map((line) => line.slice(Math.min(2, indentOf(line))))],
    () => [head, ...shuffled(block.slice(1), random)],
    () => block.map((line) => `#${line}`),
    () => [`${head.trimEnd()} # all gone`],
    () => [`${" ".repeat(indentOf(head))}x-${head.trim()}`, ...block.slice(1)],
  ])();
  lines.splice(at, end - at, ...instead);
  return lines.join("\n");
};

/** What is done to a whole text: its bytes, its beginning, its end. */
export const breakText: Breakage = (text, { random }) =>
  random.pick([
    () => `\ufeff${text}`,
    () => text.replaceAll("\n", "\r\n"),
    () => text.replaceAll("\n", "\r"),
    () => text.replaceAll("  ", "\t"),
    () => `---\n${text}`,
    () => `${text}\n---\n${text}`,
    () => `---\n---\n${text}`,
    () => `%YAML ${random.pick(["1.1", "1.2", "2.0"])}\n---\n${text}`,
    () => `${text}...\n`,
    () => `${text}\n... \n}`,
    () => `${text}\n}}`,
    () => `${text}\x00`,
    () => text.trimEnd(),
    () => text.slice(0, random.below(text.length)),
    () => text.slice(random.below(text.length)),
    () => "",
    () => "# nothing\n",
    () => random.pick(["~", "null", "{}", "[]", "5", "text", "{", "- a", "a: b", "http:", "http: {}", "tls:", "HTTP: ~"]),
    () => text.replaceAll(/^( +)/gm, "$1$1"),
    () => text.split("\n").map((line) => ` ${line}`).join("\n"),
    () => text.replace(/^(http|tcp|udp|tls):/m, (name) => random.pick([name.toUpperCase(), `"${name.slice(0, -1)}":`, `x${name}`])),
    () => text.replaceAll("\n", "\u2028\n"),
    () => `${text}\n\u0085`,
    () => `x: &all {a: b}\n${text}`,
  ])(); // prettier-ignore

function shuffled(lines: readonly string[], random: Random): string[] {
  const rest = [...lines];
  return lines.map(() => rest.splice(random.below(rest.length), 1)[0] ?? "");
}

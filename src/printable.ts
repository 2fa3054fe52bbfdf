/** What turns a line round, or the text after it: marks and controls of the bidirectional algorithm, line separators. */
const UNSEEN = String.raw`\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069`;
/** What no text that somebody looks at holds. */
export const UNPRINTABLE = new RegExp(String.raw`[\u0000-\u001f${UNSEEN}]`, "g");
const LEFT_BY_JSON = new RegExp(`[${UNSEEN}]`, "g");

/** A text out of git as a terminal may show it: no control character reaches it (escape sequences, line breaks). */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return escaped(character);
  });
}

/** The same of a text whose lines stay lines. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printable).join("\n");
}

/** JSON that a terminal may show as it is: it says the same to whoever reads it, without the characters themselves. */
export function jsonText(value: unknown, indent = 0): string {
  return printableJson(JSON.stringify(value, null, indent));
}

/** The same of what is JSON already: outside of its texts there are no such characters. */
export function printableJson(json: string): string {
  return json.replace(LEFT_BY_JSON, escaped);
}

/** As JSON writes a character, which YAML reads as well between double quotes. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

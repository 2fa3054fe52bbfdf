/** Small rewritings of a rule's source, for hints. */

/** A call with its arguments as they are written. */
export interface CallSource {
  readonly name: string;
  readonly args: readonly string[];
}

/** Takes `` Host(`a`, "b") `` apart; undefined where it is anything else. */
export function splitCall(source: string): CallSource | undefined {
  const [, name = "", inside = ""] = /^(\w+)\s*\((.*)\)$/s.exec(source) ?? [];
  const args = inside.match(/`[^`]*`|"(?:[^"\\]|\\.)*"/gs) ?? [];
  return name === "" ? undefined : { name, args };
}

/** The call around an offset whose arguments lack their quotes, with them; undefined where there is none. */
export function quotedCall(text: string, offset: number): string | undefined {
  // no further than a line of text: what is longer is no help to read either
  const near = text.slice(Math.max(0, offset - 100), offset + 100);
  const place = Math.min(offset, 100);
  for (const { 0: call, 1: name = "", 2: inside = "", index } of near.matchAll(/(\w+)\(([^`"'()\n]+)\)/g)) {
    if (place < index || place > index + call.length) continue;
    const args = inside.split(",").map((arg) => `\`${arg.replace(/^[\s´‘’“”„«»]+|[\s´‘’“”„«»]+$/g, "")}\``);
    return `${name}(${args.join(", ")})`;
  }
  return undefined;
}

/** A single mistake in otherwise valid files, whose place is known because it was put there. */
export interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly file: string;
  /** 1-based, in characters: where the mistake begins */
  readonly line: number;
  readonly column: number;
}

/** The case of a text in which `«` stands before the mistake; nothing else of it is changed. */
export function marked(name: string, file: string, text: string, others: Case["files"] = {}): Case {
  const at = text.indexOf("«");
  if (at < 0 || text.includes("«", at + 1)) throw new Error(`${name}: one « is needed`);
  const files = { ...others, [file]: text.replace("«", "") };
  return { name, files, file, ...positionOf(text, at) };
}

/** Line and column of an offset. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: Array.from(before.at(-1) ?? "").length + 1 };
}

/** Puts something in the place of a part of one file, and says where. */
export function replaced(
  name: string,
  files: Case["files"],
  file: string,
  start: number,
  length: number,
  instead: string,
  /** where in the new part the mistake begins */
  shift = 0,
): Case {
  const text = files[file] ?? "";
  const broken = text.slice(0, start) + instead + text.slice(start + length);
  return { name, files: { ...files, [file]: broken }, file, ...positionOf(broken, start + shift) };
}

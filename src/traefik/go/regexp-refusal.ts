/** Why a regular expression is refused. */
export interface RegexpFault {
  /** Go's words: ``error parsing regexp: missing closing ): `(a` `` */
  readonly text: string;
  /** the part that the text quotes, as UTF-16 offsets in the pattern */
  readonly start: number;
  readonly end: number;
}

/** Leaves the nested scanning functions: `regexpFault` catches it. */
export class Refusal extends Error {
  readonly reason: string;
  readonly start: number;
  readonly end: number;
  constructor(reason: string, start: number, end: number) {
    super(reason);
    this.reason = reason;
    this.start = start;
    this.end = end;
  }
  fault(pattern: string): RegexpFault {
    const { reason, start, end } = this;
    return { text: `error parsing regexp: ${reason}: \`${pattern.slice(start, end)}\``, start, end };
  }
}

/** The character at an offset, which must be one. */
export function characterAt(pattern: string, offset: number, end = pattern.length): string {
  const codePoint = pattern.codePointAt(offset);
  if (codePoint === undefined) return "";
  if (codePoint >= 0xd800 && codePoint < 0xe000) throw new Refusal("invalid UTF-8", offset, end);
  return String.fromCodePoint(codePoint);
}

/** Throws a Refusal at the first character of a part that is none. */
export function checkUtf8(pattern: string, start: number, end: number): void {
  for (let i = start; i < end;) i += characterAt(pattern, i, end).length;
}

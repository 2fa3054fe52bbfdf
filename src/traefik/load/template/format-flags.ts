import { runeCount, type Bytes } from "./bytes.ts";

/** Flags, width and precision of one directive of package fmt. */
export interface Flags {
  readonly width?: number;
  readonly precision?: number;
  readonly plus?: boolean;
  readonly minus?: boolean;
  readonly sharp?: boolean;
  readonly space?: boolean;
  readonly zero?: boolean;
  /** `%#v`: Go syntax */
  readonly goSyntax?: boolean;
  /** told of every value formatted, and of the size of the padding; throws when it is too much */
  readonly meter?: (size: number) => void;
}

/** Fills up to the width, counted in characters. */
export function pad(text: Bytes, { width = 0, minus = false, zero = false }: Flags): Bytes {
  const missing = width - runeCount(text);
  if (missing <= 0) return text;
  return minus ? text + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + text;
}

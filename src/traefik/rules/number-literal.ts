import type { Cursor } from "./scanner.ts";

const RADIX_NAMES = {
  decimal: "decimal literal",
  octal: "octal literal",
  hexadecimal: "hexadecimal literal",
  binary: "binary literal",
} as const;

/**
 * Reads a number literal of Go from its first digit or point and says what is wrong with it.
 *
 * @returns the class of the token
 */
export function numberScanner(cursor: Cursor, text: string): "INT" | "FLOAT" | "IMAG" {
  const start = cursor.offset;
  const prefix = /^0([xXoObB])/.exec(text.slice(start, start + 2))?.[1]?.toLowerCase();
  const leadingZero = prefix === undefined && cursor.character === "0";
  const radix =
    prefix === "x"
      ? "hexadecimal"
      : prefix === "b"
        ? "binary"
        : prefix === "o" || leadingZero
          ? "octal"
          : "decimal";
  const base = { decimal: 10, octal: 8, hexadecimal: 16, binary: 2 }[radix];
  let kind: "INT" | "FLOAT" | "IMAG" = "INT";
  let sawDigit = leadingZero;
  let invalidDigit = -1;

  const digits = (base: number, invalidCounts: boolean): boolean => {
    let any = false;
    const digit = base === 16 ? /^[\da-fA-F_]$/ : /^[\d_]$/;
    for (; digit.test(cursor.character); cursor.advance()) {
      if (cursor.character === "_") continue;
      any = true;
      if (invalidCounts && base < 10 && Number(cursor.character) >= base && invalidDigit < 0)
        invalidDigit = cursor.offset;
    }
    return any;
  };

  if (prefix !== undefined) {
    cursor.advance();
    cursor.advance();
  }
  if (cursor.character !== ".") sawDigit = digits(base, true) || sawDigit;
  if (cursor.character === ".") {
    kind = "FLOAT";
    if (prefix === "o" || prefix === "b")
      cursor.complain(cursor.offset, `invalid radix point in ${RADIX_NAMES[radix]}`);
    cursor.advance();
    sawDigit = digits(base, true) || sawDigit;
  }
  if (!sawDigit) cursor.complain(cursor.offset, `${RADIX_NAMES[radix]} has no digits`);

  if (/^[eEpP]$/.test(cursor.character)) {
    const power = cursor.character;
    if (/[eE]/.test(power) && prefix !== undefined)
      cursor.complain(cursor.offset, `'${power}' exponent requires decimal mantissa`);
    if (/[pP]/.test(power) && prefix !== "x")
      cursor.complain(cursor.offset, `'${power}' exponent requires hexadecimal mantissa`);
    cursor.advance();
    kind = "FLOAT";
    if (/^[+-]$/.test(cursor.character)) cursor.advance();
    if (!digits(10, false)) cursor.complain(cursor.offset, "exponent has no digits");
  } else if (prefix === "x" && kind === "FLOAT")
    cursor.complain(cursor.offset, "hexadecimal mantissa requires a 'p' exponent");

  if (cursor.character === "i") {
    kind = "IMAG";
    cursor.advance();
  }
  const literal = text.slice(start, cursor.offset);
  if (kind === "INT" && invalidDigit >= 0)
    cursor.complain(invalidDigit, `invalid digit '${text.charAt(invalidDigit)}' in ${RADIX_NAMES[radix]}`);
  const separator = misplacedSeparator(literal);
  if (separator >= 0) cursor.complain(start + separator, "'_' must separate successive digits");
  return kind;
}

/** Where an underscore is not between two digits (or a base prefix and a digit), else -1. */
function misplacedSeparator(literal: string): number {
  const prefixed = /^0[xXoObB]/.test(literal);
  const digit = /^0[xX]/.test(literal) ? "[\\da-fA-F]" : "\\d";
  const before = prefixed ? `(?<!${digit}|^0[xXoObB])` : `(?<!${digit})`;
  return literal.search(new RegExp(`${before}_|_(?!_|${digit})`));
}

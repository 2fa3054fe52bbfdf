import type { Bytes } from "../bytes.ts";

/** encoding/base64 and encoding/base32 with their standard alphabets and padding. */

export interface Decoded {
  readonly decoded: Bytes;
  /** Go's words, with the offset that it names */
  readonly error?: string;
}

export function toBase64(text: Bytes): Bytes {
  return Buffer.from(text, "latin1").toString("base64");
}

/** base64.StdEncoding.DecodeString: padding is needed, line breaks are not looked at. */
export function fromBase64(text: Bytes): Decoded {
  const at = firstCorruption(text);
  if (at !== undefined) return { decoded: "", error: `illegal base64 data at input byte ${at}` };
  return { decoded: Buffer.from(text, "base64").toString("latin1") };
}

const isBreak = (character: string | undefined): boolean => character === "\n" || character === "\r";

function skipBreaks(text: Bytes, at: number): number {
  let next = at;
  while (isBreak(text[next])) next += 1;
  return next;
}

/** Offset of the first thing wrong in base64 as Go counts it. */
function firstCorruption(text: Bytes): number | undefined {
  let digits = 0;
  for (let at = skipBreaks(text, 0); at < text.length; at = skipBreaks(text, at)) {
    const character = text[at] ?? "";
    at += 1;
    if (/[A-Za-z\d+/]/.test(character)) digits = (digits + 1) % 4;
    else if (character !== "=" || digits < 2) return at - 1;
    else return wrongPadding(text, at, digits);
  }
  return digits === 0 ? undefined : text.length - digits;
}

/** @param at after the first `=` */
function wrongPadding(text: Bytes, at: number, digits: number): number | undefined {
  let end = at;
  if (digits === 2) {
    end = skipBreaks(text, end);
    if (end === text.length) return text.length;
    if (text[end] !== "=") return end - 1;
    end += 1;
  }
  end = skipBreaks(text, end);
  return end < text.length ? end : undefined;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function toBase32(text: Bytes): Bytes {
  let encoded = "";
  let bits = 0;
  let buffer = 0;
  for (let i = 0; i < text.length; i++) {
    buffer = ((buffer << 8) | text.charCodeAt(i)) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) encoded += ALPHABET[(buffer >> (bits - 5)) & 31];
  }
  if (bits > 0) encoded += ALPHABET[(buffer << (5 - bits)) & 31];
  return encoded.padEnd(Math.ceil(encoded.length / 8) * 8, "=");
}

function wrong(at: number): Decoded {
  return { decoded: "", error: `illegal base32 data at input byte ${at}` };
}

/** base32.StdEncoding.DecodeString; offsets do not count line breaks. */
export function fromBase32(text: Bytes): Decoded {
  const input = text.replace(/[\r\n]/g, "");
  let decoded = "";
  let bits = 0;
  let buffer = 0;
  for (let at = 0; at < input.length; at++) {
    const character = input[at] ?? "";
    const digit = ALPHABET.indexOf(character);
    const place = at % 8;
    const rest = input.length - at - 1;
    if (character === "=" && place >= 2 && rest < 8) {
      const error = wrongBase32Padding(input, at, place);
      return error === undefined ? { decoded } : wrong(error);
    }
    if (digit < 0) return wrong(at);
    buffer = ((buffer << 5) | digit) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      decoded += String.fromCharCode((buffer >> bits) & 0xff);
    }
  }
  const left = input.length % 8;
  return left === 0 ? { decoded } : wrong(input.length - left);
}

/** @param at offset of the first `=`, whose place in its group of eight is given */
function wrongBase32Padding(input: Bytes, at: number, place: number): number | undefined {
  const rest = input.length - at - 1;
  if (rest + place < 7) return input.length;
  for (let i = 0; i < 7 - place; i++) {
    if (i < rest && input[at + 1 + i] !== "=") return at + i;
  }
  return [1, 3, 6].includes(place) ? at : undefined;
}

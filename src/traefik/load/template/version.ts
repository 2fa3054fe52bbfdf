import type { Bytes } from "./bytes.ts";
import { CallError } from "./errors.ts";
import type { Version } from "./values.ts";

/** Semantic versions as Masterminds' semver 3.4 reads and compares them. */

const PART = "(\\d+)";
const WORDS = "[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*";
const VERSION = new RegExp(`^v?${PART}(?:\\.${PART})?(?:\\.${PART})?(?:-(${WORDS}))?(?:\\+(${WORDS}))?$`);
const MOST = 2n ** 64n - 1n;

/**
 * Reads a version, also one with a leading `v`, with missing parts or with leading zeros.
 *
 * @throws CallError in the library's words
 */
export function parseVersion(text: Bytes): Version {
  const match = VERSION.exec(text);
  if (match === null) throw new CallError("invalid semantic version");
  const [, major = "0", minor = "0", patch = "0", prerelease = "", metadata = ""] = match;
  const version: Version = {
    kind: "version",
    type: "*semver.Version",
    major: segment(major),
    minor: segment(minor),
    patch: segment(patch),
    prerelease,
    metadata,
    original: text,
  };
  // a number in a pre-release may not start with a zero
  if (prerelease.split(".").some((word) => /^0\d+$/.test(word))) {
    throw new CallError("version segment starts with 0");
  }
  return version;
}

function segment(digits: string): bigint {
  const value = digits.length > 40 ? MOST + 1n : BigInt(digits);
  if (value <= MOST) return value;
  throw new CallError(
    `error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`,
  );
}

/** A semantic version as it prints: without what was missing or a leading `v` in the original. */
export function versionText({ major, minor, patch, prerelease, metadata }: Version): Bytes {
  const suffix = (prerelease === "" ? "" : `-${prerelease}`) + (metadata === "" ? "" : `+${metadata}`);
  return `${major}.${minor}.${patch}${suffix}`;
}

/** Negative, 0 or positive. Metadata does not count; a pre-release comes before its release. */
export function compareVersions(a: Version, b: Version): number {
  for (const part of ["major", "minor", "patch"] as const) {
    if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1;
  }
  if (a.prerelease === "" || b.prerelease === "") {
    return a.prerelease === b.prerelease ? 0 : a.prerelease === "" ? 1 : -1;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

/** Word by word; a number comes before any other word, a missing word before every word. */
export function comparePrereleases(a: Bytes, b: Bytes): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = compareWords(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function compareWords(a: Bytes, b: Bytes): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? -1 : 1;
  const [left, right] = [wordNumber(a), wordNumber(b)];
  if (left === undefined && right === undefined) return a > b ? 1 : -1;
  if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
  return left > right ? 1 : -1;
}

function wordNumber(word: Bytes): bigint | undefined {
  if (!/^\d{1,20}$/.test(word)) return undefined;
  const value = BigInt(word);
  return value <= MOST ? value : undefined;
}

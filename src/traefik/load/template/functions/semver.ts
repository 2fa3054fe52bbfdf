import type { Bytes } from "../bytes.ts";
import { hasNewSemver } from "../context.ts";
import { CallError, Unknowable } from "../errors.ts";
import { spend, type Run } from "../run.ts";
import type { Version } from "../values.ts";
import { comparePrereleases, compareVersions, parseVersion } from "../version.ts";
import { define, type Functions } from "./define.ts";

/** sprig's `semver` and `semverCompare`: constraints such as `>=1.2 <2 || ~3.1 || ^4`. */
export const SEMVER: Functions = {
  semver: define(["string"], ([text], run) => {
    spend(run, text.length / 16);
    if (text.length > LONGEST) throw new Unknowable("a long version");
    return inWordsOf(run, () => parseVersion(text));
  }),
  semverCompare: define(["string", "string"], ([text, version], run) => {
    spend(run, (text.length + version.length) / 4);
    if (text.length + version.length > LONGEST) throw new Unknowable("a long constraint");
    const constraints = inWordsOf(run, () => parseConstraints(text));
    const candidate = inWordsOf(run, () => parseVersion(version));
    const grouped = hasNewSemver(run.context.version);
    return constraints.some((all) => satisfiesAll(candidate, all, grouped));
  }),
};

const OLD_WORDS: ReadonlyMap<string, string> = new Map([
  ["invalid semantic version", "Invalid Semantic Version"],
  ["version segment starts with 0", "Version segment starts with 0"],
  ["constraint parser error", "constraint Parser Error"],
]);

/** Older releases of the library have capitals in their messages. */
function inWordsOf<T>(run: Run, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const isOld = error instanceof CallError && !hasNewSemver(run.context.version);
    if (!isOld) throw error;
    const { message } = error;
    throw new CallError(OLD_WORDS.get(message) ?? message.replace(/^error parsing/, "Error parsing"));
  }
}

/** Longer ones would make the expressions below slow. */
const LONGEST = 300;

type Operator = "" | "=" | "!=" | ">" | "<" | ">=" | "=>" | "<=" | "=<" | "~" | "~>" | "^";

interface Constraint {
  readonly operator: Operator;
  readonly version: Version;
  /** `1`, `1.x`: any minor version */
  readonly anyMinor: boolean;
  /** `1.2`, `1.2.x`: any patch */
  readonly anyPatch: boolean;
  /** any of the two, or `*` */
  readonly isRange: boolean;
}

const NUMBER = "[\\d|xX*]+";
const WORDS = "[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*";
const TERM = `v?${NUMBER}(?:\\.${NUMBER})?(?:\\.${NUMBER})?(?:-${WORDS})?(?:\\+${WORDS})?`;
const CAPTURED = `v?(${NUMBER})(\\.${NUMBER})?(\\.${NUMBER})?(-${WORDS})?(?:\\+${WORDS})?`;
const OPERATOR = "(?:=||!=|>|<|>=|=>|<=|=<|~|~>|\\^)";
/** No operator is one, too; here it is left out where blanks around nothing could be shared out in many ways. */
const WRITTEN_OPERATOR = "(?:!=|>=|=>|<=|=<|~>|=|>|<|~|\\^)";
const BLANK = "[ \\t\\n\\f\\r]";

/** Alternatives, each of constraints that must all hold. */
function parseConstraints(text: Bytes): Constraint[][] {
  // `1.2 - 3` is `>= 1.2, <= 3`
  const range = new RegExp(`${BLANK}*(${TERM})${BLANK}+-${BLANK}+(${TERM})${BLANK}*`, "g");
  const rewritten = text.replace(range, (_range, from: string, to: string) => `>= ${from}, <= ${to} `);
  return rewritten.split("||").map((each) => parseAll(each));
}

function parseAll(text: Bytes): Constraint[] {
  const one = `(?:${WRITTEN_OPERATOR}${BLANK}*)?${TERM}`;
  const between = `(?:${BLANK}+|${BLANK}*,${BLANK}*)`;
  const valid = new RegExp(`^${BLANK}*${one}(?:${between}${one})*${BLANK}*$`);
  if (!valid.test(text)) throw new CallError(`improper constraint: ${text}`);
  const terms = text.match(new RegExp(`${OPERATOR}${BLANK}*${TERM}`, "g")) ?? [];
  return terms.map((term) => parseConstraint(term));
}

const isAny = (part: string | undefined): boolean => part === undefined || /^\.?[xX*]$/.test(part);

function parseConstraint(text: Bytes): Constraint {
  const whole = new RegExp(
    `^${BLANK}*(=||!=|>|<|>=|=>|<=|=<|~|~>|\\^)${BLANK}*(?:${CAPTURED})${BLANK}*$`,
  ).exec(text);
  if (whole === null) throw new CallError(`improper constraint: ${text}`);
  const [, operator = "", major, minor, patch, prerelease = ""] = whole;
  const anyMajor = isAny(major);
  const anyMinor = !anyMajor && isAny(minor);
  const anyPatch = !anyMajor && !anyMinor && isAny(patch);
  const isRange = anyMajor || anyMinor || anyPatch;
  const numbers = [anyMajor ? "0" : major, anyMajor || anyMinor ? ".0" : minor, isRange ? ".0" : patch];
  try {
    const version = parseVersion(numbers.join("") + prerelease);
    return { operator: operator as Operator, version, anyMinor, anyPatch, isRange };
  } catch (error) {
    if (error instanceof CallError) throw new CallError("constraint parser error");
    throw error;
  }
}

/** @param grouped a pre-release in one constraint counts for all of them */
function satisfiesAll(version: Version, constraints: readonly Constraint[], grouped: boolean): boolean {
  const named = constraints.some(({ version }) => version.prerelease !== "");
  return constraints.every((constraint) => {
    // a pre-release is looked at only where a constraint names one; `!=` of a full version once took any
    const open = grouped
      ? named
      : constraint.version.prerelease !== "" || (constraint.operator === "!=" && !constraint.isRange);
    return (version.prerelease === "" || open) && satisfies(version, constraint);
  });
}

function satisfies(version: Version, constraint: Constraint): boolean {
  const { operator, version: bound, isRange } = constraint;
  const order = compareVersions(version, bound);
  switch (operator) {
    case "":
    case "=":
      return isRange ? sameUpToTilde(version, constraint) : order === 0;
    case "!=":
      return isRange ? differs(version, constraint) : order !== 0;
    case ">":
      return isRange ? isAbove(version, constraint) : order > 0;
    case "<":
      return order < 0;
    case ">=":
    case "=>":
      return order >= 0;
    case "<=":
    case "=<":
      return isRange ? !isAboveRange(version, constraint) : order <= 0;
    case "~":
    case "~>":
      return sameUpToTilde(version, constraint);
    case "^":
      return order >= 0 && sameUpToCaret(version, constraint);
  }
}

/** `!=1.2`: another minor version; `!=1`: another major version. */
function differs(version: Version, { version: bound, anyMinor, anyPatch }: Constraint): boolean {
  if (bound.major !== version.major) return true;
  if (anyMinor) return false;
  if (bound.minor !== version.minor) return true;
  if (!anyPatch) return bound.patch !== version.patch || compareVersions(version, bound) !== 0;
  const prereleases = version.prerelease !== "" || bound.prerelease !== "";
  return prereleases && comparePrereleases(version.prerelease, bound.prerelease) !== 0;
}

/** `>1`: 2 and more; `>1.2`: 1.3 and more. */
function isAbove(version: Version, { version: bound, anyMinor, anyPatch }: Constraint): boolean {
  if (version.major !== bound.major) return version.major > bound.major;
  if (anyMinor) return false;
  return anyPatch ? version.minor > bound.minor : compareVersions(version, bound) > 0;
}

/** What `<=1` and `<=1.2` leave out. */
function isAboveRange(version: Version, { version: bound, anyMinor }: Constraint): boolean {
  if (version.major !== bound.major) return version.major > bound.major;
  return !anyMinor && version.minor > bound.minor;
}

/** `~1.2.3`: 1.2.3 up to 1.3; `~1`: up to 2; `~0.0.0` and `*`: anything. */
function sameUpToTilde(version: Version, { version: bound, anyMinor, anyPatch }: Constraint): boolean {
  if (compareVersions(version, bound) < 0) return false;
  const zero = bound.major === 0n && bound.minor === 0n && bound.patch === 0n;
  if (zero && !anyMinor && !anyPatch) return true;
  return version.major === bound.major && (anyMinor || version.minor === bound.minor);
}

/** The first number that is not 0 stays: `^1.2.3` up to 2, `^0.2.3` up to 0.3, `^0.0.3` alone. */
function sameUpToCaret(version: Version, { version: bound, anyMinor, anyPatch }: Constraint): boolean {
  if (version.major !== bound.major) return false;
  if (bound.major > 0n || anyMinor) return true;
  if (bound.minor > 0n || anyPatch) return version.minor === bound.minor;
  return version.minor === 0n && version.patch === bound.patch;
}

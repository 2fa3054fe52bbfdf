import type { Bytes } from "./bytes.ts";
import { define, unknowable, type GoFunction } from "./functions/define.ts";
import type { Concrete, Value, Version } from "./values.ts";
import { versionText } from "./version.ts";

/** The method of a value that a template calls like a field. */
export function methodOf(value: Concrete, name: Bytes): GoFunction | undefined {
  if (typeof value !== "object" || value === null || !/^[A-Z]/.test(name)) return undefined;
  if (value.kind === "opaque") return { ...unknowable([], () => name), rest: "interface {}" };
  if (value.kind !== "version") return undefined;
  // those of a pointer are not those of the struct that it points to
  if (value.type === "semver.Version" && OF_POINTER.has(name)) return undefined;
  if (Object.hasOwn(VERSION, name)) {
    const result = VERSION[name];
    return define([], () => result?.(value) ?? null);
  }
  // those that take arguments, or return what no template can use
  return OTHERS.has(name) ? { ...unknowable([], () => name), rest: "interface {}" } : undefined;
}

function number(value: bigint): Value {
  return { kind: "integer", type: "uint64", value };
}

/** Methods of a semantic version without arguments. */
const VERSION: Readonly<Record<string, (version: Version) => Value>> = {
  Major: ({ major }) => number(major),
  Minor: ({ minor }) => number(minor),
  Patch: ({ patch }) => number(patch),
  Prerelease: ({ prerelease }) => prerelease,
  Metadata: ({ metadata }) => metadata,
  Original: ({ original }) => original,
  String: (version) => versionText(version),
  IncMajor: (version) => next(version, { major: version.major + 1n, minor: 0n, patch: 0n }),
  IncMinor: (version) => next(version, { minor: version.minor + 1n, patch: 0n }),
  IncPatch: (version) => next(version, version.prerelease === "" ? { patch: version.patch + 1n } : {}),
};

const OTHERS: ReadonlySet<string> = new Set([
  "Compare",
  "Equal",
  "GreaterThan",
  "GreaterThanEqual",
  "LessThan",
  "LessThanEqual",
  "MarshalJSON",
  "MarshalText",
  "Scan",
  "SetMetadata",
  "SetPrerelease",
  "UnmarshalJSON",
  "UnmarshalText",
  "Value",
]);

const OF_POINTER: ReadonlySet<string> = new Set([
  "Compare",
  "Equal",
  "GreaterThan",
  "GreaterThanEqual",
  "LessThan",
  "LessThanEqual",
  "Original",
  "Scan",
  "UnmarshalJSON",
  "UnmarshalText",
]);

/** A version that follows: a struct of its own, without pre-release and metadata. */
function next(version: Version, parts: Partial<Pick<Version, "major" | "minor" | "patch">>): Version {
  const changed: Version = { ...version, type: "semver.Version", ...parts, prerelease: "", metadata: "" };
  return { ...changed, original: (version.original.startsWith("v") ? "v" : "") + versionText(changed) };
}

import type { Bytes } from "../bytes.ts";
import { BUILTIN } from "./builtin.ts";
import { DEFAULTS } from "./defaults.ts";
import type { GoFunction, Functions } from "./define.ts";
import { DICTS } from "./dicts.ts";
import { DURATIONS } from "./durations.ts";
import { ENCODING } from "./encoding.ts";
import { JSON_FUNCTIONS } from "./json.ts";
import { PATHS } from "./paths.ts";
import { REGEX } from "./regex.ts";
import { SEMVER } from "./semver.ts";
import { UNKNOWN } from "./unknown.ts";
import { URLS } from "./urls.ts";
import { ENVIRONMENT } from "./environment.ts";
import { LISTS } from "./lists.ts";
import { MATH } from "./math.ts";
import { STRINGS_CASE } from "./strings-case.ts";
import { STRINGS_CUT } from "./strings-cut.ts";
import { STRINGS } from "./strings.ts";

const GROUPS: readonly Functions[] = [
  BUILTIN,
  DEFAULTS,
  DICTS,
  ENVIRONMENT,
  DURATIONS,
  ENCODING,
  JSON_FUNCTIONS,
  PATHS,
  REGEX,
  SEMVER,
  UNKNOWN,
  URLS,
  LISTS,
  MATH,
  STRINGS,
  STRINGS_CASE,
  STRINGS_CUT,
];

let table: ReadonlyMap<Bytes, GoFunction> | undefined;

function functions(): ReadonlyMap<Bytes, GoFunction> {
  table ??= new Map(GROUPS.flatMap((group) => Object.entries(group)));
  return table;
}

/** The function that a template calls by this name. */
export function functionNamed(name: Bytes): GoFunction | undefined {
  return functions().get(name);
}

/** Whether Traefik's templates know a function of this name. */
export function isFunction(name: Bytes): boolean {
  return functions().has(name);
}

/** The names of all functions, to find the one that was meant. */
export function functionNames(): string[] {
  return [...functions().keys()];
}

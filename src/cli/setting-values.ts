import type { Owner } from "../publish/types.ts";
import { minorVersion, NEWEST, type TraefikVersion, VERSIONS } from "../traefik/versions.ts";
import { noneOf } from "./none-of.ts";

// What a setting's text can be. Each throws a plain Error that says what it should have been.

/** Anything but blanks alone. */
export function text(value: string): string {
  if (value.trim() === "") throw new Error("must not be empty");
  return value;
}

/** One of these, whatever its case. */
export function choice<const T extends string>(
  ...values: readonly T[]
): { readonly parse: (value: string) => T; readonly values: readonly T[] } {
  return {
    values,
    parse: (value) => {
      const found = values.find((candidate) => candidate === value.toLowerCase());
      if (found === undefined) throw new Error(noneOf(value, values));
      return found;
    },
  };
}

export function onOrOff(value: string): boolean {
  if (["1", "true", "yes", "on"].includes(value.toLowerCase())) return true;
  if (["0", "false", "no", "off"].includes(value.toLowerCase())) return false;
  throw new Error(`${JSON.stringify(value)} is neither 1 nor 0`);
}

/** The minor version of Traefik that a text names. */
export function knownVersion(value: string): TraefikVersion {
  const version = minorVersion(value);
  // which of them is spelt most alike is not the one that was meant
  if (version === null)
    throw new Error(
      `${JSON.stringify(value)} is none of ${VERSIONS.join(", ")}; the newest known is ${NEWEST}`,
    );
  return version;
}

/** `uid:gid`, either of which may be left out. */
export function userAndGroup(value: string): Owner {
  const found = /^(\d{1,10})?(?::(\d{1,10}))?$/.exec(value);
  if (found === null || value === "" || value === ":") {
    throw new Error(`${JSON.stringify(value)} is not uid:gid, both as numbers`);
  }
  const [, uid, gid] = found;
  return { uid: uid === undefined ? null : Number(uid), gid: gid === undefined ? null : Number(gid) };
}

export function positive(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new Error(`${JSON.stringify(value)} is not a whole number from 1 on`);
  return Number(value);
}

export function httpUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new Error(`${JSON.stringify(value)} is not an http or https URL`);
  }
  return value;
}

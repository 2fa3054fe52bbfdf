import { createHash } from "node:crypto";
import { compareBytes } from "../environment/byte-order.ts";
import {
  isList,
  isStruct,
  type DynamicConfiguration,
  type Struct,
  type Value,
} from "../traefik/load/configuration.ts";
import { allObjects } from "../traefik/references.ts";
import { concealed } from "../conceal.ts";

/** A value as JSON can hold it; null: there is none. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

export interface FieldChange {
  /** within the object: `middlewares[1]`, `loadBalancer.servers[0].url` */
  readonly path: string;
  readonly from: PlainValue;
  readonly to: PlainValue;
}

export interface ObjectChange {
  /** `http.routers.shop`; `tls.certificates.<certFile>` for a certificate */
  readonly object: string;
  readonly change: "added" | "removed" | "changed";
  /** of a changed object, in the order of their paths */
  readonly fields: readonly FieldChange[];
}

/**
 * What differs between two configurations, object by object, in byte order of their names. Where an object stands
 * makes no difference; secrets are told to have changed, not from what to what.
 *
 * @param before null: nothing was loaded
 */
export function diffObjects(
  before: DynamicConfiguration | null,
  after: DynamicConfiguration | null,
): ObjectChange[] {
  const old = valuesOf(before);
  const next = valuesOf(after);
  const names = [...new Set([...old.keys(), ...next.keys()])].toSorted(compareBytes);
  return names.flatMap((object): ObjectChange[] => {
    const from = old.get(object);
    const to = next.get(object);
    if (from === undefined) return [{ object, change: "added", fields: [] }];
    if (to === undefined) return [{ object, change: "removed", fields: [] }];
    const fields = diffValues("", from, to);
    return fields.length === 0 ? [] : [{ object, change: "changed", fields }];
  });
}

/** Every object under its name, certificates too: by their file, or by a digest of what stands inline. */
export function valuesOf(configuration: DynamicConfiguration | null): Map<string, Struct> {
  if (configuration === null) return new Map();
  const values = new Map([...allObjects(configuration)].map(([name, { value }]) => [name, value]));
  for (const { value } of configuration.certificates) {
    const name = `tls.certificates.${certificateName(value)}`;
    // the same file twice, for two stores
    let free = name;
    for (let count = 2; values.has(free); count++) free = `${name} (${count})`;
    values.set(free, value);
  }
  return values;
}

function certificateName({ certFile }: Struct): string {
  const file = typeof certFile === "string" ? certFile : "";
  if (!file.includes("-----BEGIN")) return file;
  return `inline-${createHash("sha256").update(file).digest("hex").slice(0, 12)}`;
}

function diffValues(path: string, from: Value | undefined, to: Value | undefined): FieldChange[] {
  if (from === to) return [];
  if (isList(from) && isList(to)) {
    const length = Math.max(from.length, to.length);
    return Array.from({ length }, (_, index) =>
      diffValues(`${path}[${index}]`, from[index], to[index]),
    ).flat();
  }
  if (isStruct(from) && isStruct(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].toSorted(compareBytes);
    return names.flatMap((name) => diffValues(path === "" ? name : `${path}.${name}`, from[name], to[name]));
  }
  if (isSame(from, to)) return [];
  return [{ path, from: concealed(path, plain(from)), to: concealed(path, plain(to)) }];
}

/** Whether two values say the same. */
export function isSame(from: Value | undefined, to: Value | undefined): boolean {
  return from === to || JSON.stringify(plain(from)) === JSON.stringify(plain(to));
}

/** A decoded value as JSON holds it: an integer beyond JavaScript's safe ones as its digits. */
export function plain(value: Value | undefined): PlainValue {
  if (value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (isList(value)) return value.map(plain);
  if (isStruct(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) =>
        member === undefined ? [] : [[name, plain(member)]],
      ),
    );
  }
  return value;
}

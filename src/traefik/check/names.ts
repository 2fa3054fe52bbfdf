import type { LoadedObject } from "../load/configuration.ts";
import { describeObject } from "../load/object-kind.ts";

/** What Traefik appends to the names of objects out of files. */
const FILE = "@file";

/** The name under which Traefik keeps an object of a file. */
export function storedName(name: string): string {
  // joined, for V8 would keep a sum beside its parts
  return [name, FILE].join("");
}

/** The name as the file has it; other providers' names keep theirs. */
export function writtenName(stored: string): string {
  return stored.endsWith(FILE) ? stored.slice(0, -FILE.length) : stored;
}

/**
 * The name that a reference stands for: one with an `@` as it is, any other in the provider of its holder,
 * which Traefik takes to be what stands between the first and the second `@` of the holder's stored name.
 */
export function qualify(name: string, holder: string): string {
  if (name.includes("@")) return name;
  const first = holder.indexOf("@") + 1;
  const second = holder.indexOf("@", first);
  return `${name}@${first === 0 ? "" : holder.slice(first, second < 0 ? undefined : second)}`;
}

/** The provider that a qualified name claims. */
export function providerOf(qualified: string): string {
  return qualified.slice(qualified.indexOf("@") + 1);
}

/** An object in prose: `router shop`. */
export function describe(object: LoadedObject): string {
  return describeObject(object.kind, object.name);
}

/** An object as reports name it: `http.routers.shop`. */
export function objectId(object: LoadedObject): string {
  return `${object.kind}.${object.name}`;
}

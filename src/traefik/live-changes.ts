import { LISTED_KINDS } from "./api.ts";
import {
  type DynamicConfiguration,
  isList,
  isStruct,
  OBJECT_KINDS,
  type ObjectKind,
  type Value,
} from "./load/configuration.ts";

/**
 * The objects that Traefik's API shows otherwise once `after` has taken the place of `before`: those that both
 * define, and that differ in more than in how they are written.
 *
 * @returns names as `http.routers.shop`
 */
export function liveChanges(before: DynamicConfiguration, after: DynamicConfiguration): string[] {
  return OBJECT_KINDS.filter((kind) => LISTED_KINDS.has(kind)).flatMap((kind) => {
    const old = before.objects[kind];
    const changed = [...after.objects[kind]].filter(([name, { value }]) => {
      const earlier = old.get(name);
      return earlier !== undefined && shown(earlier.value) !== shown(value);
    });
    return changed.map(([name]) => `${kind}.${name}`);
  });
}

/** Whether two configurations define the same, but for how it is written. */
export function showTheSame(one: DynamicConfiguration, other: DynamicConfiguration): boolean {
  const isSame = (kind: ObjectKind): boolean => {
    const [mine, theirs] = [one.objects[kind], other.objects[kind]];
    return (
      mine.size === theirs.size &&
      [...mine].every(([name, { value }]) => shown(value) === shown(theirs.get(name)?.value))
    );
  };
  const listed = ({ certificates }: DynamicConfiguration) =>
    certificates.map(({ value }) => shown(value)).join();
  return OBJECT_KINDS.every(isSame) && listed(one) === listed(other);
}

/** One text for all that Traefik shows alike: it knows `auth` and `auth@file` as one. */
function shown(value: Value | undefined): string {
  if (isList(value)) return `[${value.map(shown).join(",")}]`;
  if (isStruct(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    const sorted = members.toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([name, member]) => `${JSON.stringify(name)}:${shown(member)}`).join(",")}}`;
  }
  if (typeof value === "string") return JSON.stringify(value.replace(/@file$/, ""));
  return String(value);
}

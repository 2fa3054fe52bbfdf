import type { ObjectKind } from "./configuration.ts";
import { clip } from "./clip.ts";
import { describeObject, kindOfSection } from "./object-kind.ts";

/** Names and indexes from the root of a configuration down to a value, fields by their documented names. */
export type Path = readonly (string | number)[];

interface Located {
  readonly kind: ObjectKind;
  readonly name: string;
  /** the way inside of the object */
  readonly inner: Path;
}

/** The object of the dynamic configuration that a path leads into. */
export function objectAt(path: Path): Located | undefined {
  const kind = kindOfSection(path[0], path[1]);
  return kind === undefined || path.length < 3
    ? undefined
    : { kind, name: String(path[2]), inner: path.slice(3) };
}

/** How reports name the object at a path: `http.routers.shop`; null outside of objects. */
export function objectIdAt(path: Path): string | null {
  const object = objectAt(path);
  return object ? `${object.kind}.${object.name}` : null;
}

/** A place in prose: `healthCheck of service shop`, `tls.certificates[0]`. */
export function describePath(path: Path): string {
  const object = objectAt(path);
  if (!object) return path.length === 0 ? "the root of the file" : joinPath(path);
  const described = describeObject(object.kind, clip(object.name));
  return object.inner.length === 0 ? described : `${joinPath(object.inner)} of ${described}`;
}

/** `loadBalancer.servers[0].url` */
export function joinPath(path: Path): string {
  let joined = "";
  for (const step of path) {
    if (typeof step === "number") joined += `[${step}]`;
    else joined += joined === "" ? clip(step) : `.${clip(step)}`;
  }
  return joined;
}

import {
  type DynamicConfiguration,
  isList,
  isStruct,
  OBJECT_KINDS,
  type Value,
} from "./load/configuration.ts";
import type { Node } from "./load/node.ts";

/** Values of a configuration that may name files, by when Traefik reads those. */
export interface FilesInUse {
  /** whenever it loads the dynamic configuration: their content is a part of it (`loadFileConfig` of `file.go`) */
  readonly whenLoaded: ReadonlySet<string>;
  /** when it builds what names them, which it does when something of the dynamic configuration has changed */
  readonly whenBuilt: ReadonlySet<string>;
}

/** Kinds whose objects read files when they are built: `usersFile`, what forwardAuth and Redis trust, a plugin's own. */
const BUILT: ReadonlySet<string> = new Set(["http.middlewares", "tcp.middlewares"]);

/** What a dynamic configuration says that may be the path of a file: any text. */
export function filesInUse({ objects, certificates }: DynamicConfiguration): FilesInUse {
  const whenLoaded = new Set<string>();
  const whenBuilt = new Set<string>();
  for (const { value } of certificates) collect(value, whenLoaded);
  for (const kind of OBJECT_KINDS)
    for (const { value } of objects[kind].values()) collect(value, BUILT.has(kind) ? whenBuilt : whenLoaded);
  return { whenLoaded, whenBuilt };
}

/** The same of a static configuration, all of which is read when Traefik starts. */
export function textsOfNode(node: Node, found = new Set<string>()): ReadonlySet<string> {
  if (node.kind === "scalar") found.add(node.text);
  else if (node.kind === "list") for (const item of node.items) textsOfNode(item, found);
  else for (const { value } of node.entries) textsOfNode(value, found);
  return found;
}

function collect(value: Value | undefined, found: Set<string>): void {
  if (typeof value === "string") found.add(value);
  else if (isList(value)) for (const item of value) collect(item, found);
  else if (isStruct(value)) for (const member of Object.values(value)) collect(member, found);
}

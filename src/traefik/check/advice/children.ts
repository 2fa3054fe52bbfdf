import { isStruct, type Struct } from "../../load/configuration.ts";
import { structsOf, textOf } from "../values.ts";

/** The names, as written, of the services that a service is made of; one that is not given is empty. */
export function childrenOf(service: Struct): readonly string[] {
  const names: string[] = [];
  for (const type of Object.values(service)) {
    if (!isStruct(type)) continue;
    names.push(textOf(type, "service"), textOf(type, "fallback"));
    for (const child of structsOf(type, "services")) names.push(textOf(child, "name"));
    for (const child of structsOf(type, "mirrors")) names.push(textOf(child, "name"));
  }
  return names;
}

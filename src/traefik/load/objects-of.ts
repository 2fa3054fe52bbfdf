import { isStruct, type LoadedObject, type Struct } from "./configuration.ts";
import type { Document } from "./document.ts";
import { kindOfSection } from "./object-kind.ts";

/** The named objects of one file, in its order. */
export function objectsOf(configuration: Struct, document: Document): LoadedObject[] {
  const found: LoadedObject[] = [];
  for (const section in configuration) {
    const groups = configuration[section];
    if (!isStruct(groups)) continue;
    for (const group in groups) {
      const kind = kindOfSection(section, group);
      const objects = groups[group];
      if (kind === undefined || !isStruct(objects)) continue;
      for (const name in objects) {
        const value = objects[name];
        if (isStruct(value)) found.push({ kind, name, document, within: objects, value });
      }
    }
  }
  return found;
}

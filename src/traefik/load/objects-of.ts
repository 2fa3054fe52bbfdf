import { isStruct, type LoadedObject, type Struct } from "./configuration.ts";
import type { Document } from "./document.ts";
import { kindOfSection } from "./object-kind.ts";

/** The named objects of one file, in its order. */
export function objectsOf(configuration: Struct, document: Document): LoadedObject[] {
  const found: LoadedObject[] = [];
  for (const [section, groups] of Object.entries(configuration)) {
    if (!isStruct(groups)) continue;
    for (const [group, objects] of Object.entries(groups)) {
      const kind = kindOfSection(section, group);
      if (kind === undefined || !isStruct(objects)) continue;
      for (const [name, value] of Object.entries(objects)) {
        if (isStruct(value)) found.push({ kind, name, document, within: objects, value });
      }
    }
  }
  return found;
}

import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import type { TraefikVersion } from "../versions.ts";
import { loads } from "./behaviour.ts";
import {
  isList,
  isStruct,
  keyOf,
  perKind,
  type Certificate,
  type DynamicConfiguration,
  type LoadedObject,
  type Struct,
} from "./configuration.ts";
import type { Document } from "./document.ts";
import { spanOf } from "./origin.ts";
import { describeObject } from "./object-kind.ts";
import { objectsOf } from "./objects-of.ts";

/** What one file defines. */
export interface FileConfiguration {
  readonly document: Document;
  readonly configuration: Struct;
}

export interface Merged {
  readonly configuration: DynamicConfiguration;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Merges files as Traefik does: whole objects, the first definition of a name wins; certificates are all kept, but
 * for equal ones.
 *
 * @param files in Traefik's order of loading
 */
export function mergeFiles(files: readonly FileConfiguration[], version: TraefikVersion): Merged {
  const diagnostics: Diagnostic[] = [];
  const objects = perKind(() => new Map<string, LoadedObject>());
  const certificates = new Map<string, Certificate>();
  for (const { document, configuration } of files) {
    for (const object of objectsOf(configuration, document)) {
      if (object.kind === "http.models" && !loads(version, "modelsMerged")) continue;
      const first = objects[object.kind].get(object.name);
      if (first) diagnostics.push(defineTwice(first, object));
      else objects[object.kind].set(object.name, object);
    }
    for (const certificate of certificatesOf(configuration, document)) {
      const { certFile, keyFile } = certificate.value;
      const once = loads(version, "certificatesOnce");
      const identity = once ? JSON.stringify([certFile, keyFile]) : String(certificates.size);
      const first = certificates.get(identity);
      if (first) diagnostics.push(certifyTwice(first, certificate));
      else certificates.set(identity, certificate);
    }
  }
  return { configuration: { objects, certificates: [...certificates.values()] }, diagnostics };
}

function certificatesOf(configuration: Struct, document: Document): Certificate[] {
  const { tls } = configuration;
  const certificates = isStruct(tls) ? tls["certificates"] : undefined;
  return isList(certificates) ? certificates.filter(isStruct).map((value) => ({ document, value })) : [];
}

function defineTwice(first: LoadedObject, second: LoadedObject): Diagnostic {
  const { kind, name, document } = second;
  const { line } = first.document.range(keyOf(first));
  return diagnose("duplicate-name", {
    file: document.file,
    range: document.range(keyOf(second)),
    object: `${kind}.${name}`,
    message: `${describeObject(kind, name)} is defined in ${first.document.file}:${line} already: Traefik drops this one`,
    hint: "rename one of the two, or remove it",
  });
}

function certifyTwice(first: Certificate, { document, value }: Certificate): Diagnostic {
  const { line } = placeOf(first);
  return diagnose("duplicate-certificate", {
    file: document.file,
    range: placeOf({ document, value }),
    message: `this certificate is in ${first.document.file}:${line} already: Traefik drops this one, and its stores`,
    hint: "name all its stores in one place",
  });
}

function placeOf({ document, value }: Certificate): ReturnType<Document["range"]> {
  return document.range(spanOf(value) ?? { start: 0, end: 0 });
}

import type { ErrorObject } from "ajv/dist/2020.js";
import { compiledSchema } from "./compiled-schema.ts";
import { readTypes } from "./read-types.ts";
import type { StructType } from "./type.ts";

export type SchemaName = "dynamic" | "static";

/** A configuration's schema: the types in it, and the judge made of it. */
export interface ConfigurationSchema {
  readonly root: StructType;
  /** every mistake in an instance, as JSON Schema sees it */
  readonly judge: (instance: unknown) => readonly ErrorObject[];
}

const loaded = new Map<string, ConfigurationSchema>();

/** The schema of a minor version (`3.7`), read and compiled once when it is first needed. */
export function configurationSchema(version: string, name: SchemaName): ConfigurationSchema {
  const key = `${version}/${name}`;
  let schema = loaded.get(key);
  if (!schema) loaded.set(key, (schema = load(version, name)));
  return schema;
}

function load(version: string, name: SchemaName): ConfigurationSchema {
  const compiled = compiledSchema(version, name);
  return {
    root: readTypes(compiled.types),
    judge(instance) {
      const { validate } = compiled;
      return validate(instance) ? [] : (validate.errors ?? []);
    },
  };
}

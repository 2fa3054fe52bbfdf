import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { TypeSchema } from "./read-types.ts";
import { SCHEMA_FORMATS } from "./schema-formats.ts";

/** A schema ready for use. */
export interface CompiledSchema {
  readonly types: TypeSchema;
  readonly validate: ValidateFunction;
}

/** Reads and compiles a schema from the sources; in a bundle its place is taken by what the build has compiled. */
export function compiledSchema(version: string, name: "dynamic" | "static"): CompiledSchema {
  const path = new URL(`../../../schemas/traefik-v${version}/${name}.schema.json`, import.meta.url);
  const types: TypeSchema = JSON.parse(readFileSync(path, "utf8"));
  const options = { allErrors: true, inlineRefs: false, strict: false, validateSchema: false };
  return { types, validate: new Ajv2020({ ...options, formats: SCHEMA_FORMATS }).compile(types) };
}

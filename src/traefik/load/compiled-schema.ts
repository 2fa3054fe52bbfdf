import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { TypeSchema } from "./read-types.ts";
import { SCHEMA_FORMATS } from "./schema-formats.ts";

/** A schema ready for use. */
export interface CompiledSchema {
  readonly types: TypeSchema;
  /** made when it is first asked for: most files need the types alone */
  readonly validate: ValidateFunction;
}

/** Reads and compiles a schema from the sources; in a bundle its place is taken by what the build has compiled. */
export function compiledSchema(version: string, name: "dynamic" | "static"): CompiledSchema {
  const path = new URL(`../../../schemas/traefik-v${version}/${name}.schema.json`, import.meta.url);
  const types: TypeSchema = JSON.parse(readFileSync(path, "utf8"));
  let made: ValidateFunction | undefined;
  return {
    types,
    get validate() {
      return (made ??= compile(types));
    },
  };
}

function compile(schema: TypeSchema): ValidateFunction {
  const options = { allErrors: true, inlineRefs: false, strict: false, validateSchema: false };
  return new Ajv2020({ ...options, formats: SCHEMA_FORMATS }).compile(schema);
}

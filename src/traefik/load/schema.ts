import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { parseTraefikDuration } from "../go/duration.ts";
import { parseFloat64, parseInteger } from "../go/strconv.ts";
import { readTypes, type TypeSchema } from "./read-types.ts";
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
  const path = new URL(`../../../schemas/traefik-${version}/${name}.schema.json`, import.meta.url);
  const schema: TypeSchema = JSON.parse(readFileSync(path, "utf8"));
  let validate: ValidateFunction | undefined;
  return {
    root: readTypes(schema),
    judge: (instance) => {
      validate ??= compile(schema);
      return validate(instance) ? [] : (validate.errors ?? []);
    },
  };
}

/** The formats of the schemas, for texts: what Traefik's decoder can parse. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  "go-int64": (text) => parseInteger(text).ok,
  "go-int32": (text) => parseInteger(text, 32).ok,
  "go-float": (text) => parseFloat64(text).ok,
  "go-duration": (text) => parseTraefikDuration(text).ok,
};

function compile(schema: TypeSchema): ValidateFunction {
  return new Ajv2020({
    allErrors: true,
    inlineRefs: false,
    strict: false,
    validateSchema: false,
    formats: FORMATS,
  }).compile(schema);
}

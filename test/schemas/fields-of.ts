import { readFile } from "node:fs/promises";

/** The parts of a generated schema that the tests look at. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly default?: unknown;
  readonly "x-go-type"?: string;
  readonly "x-allow-empty"?: boolean;
  readonly "x-hidden"?: boolean;
  readonly "x-sets-defaults"?: boolean;
}

/** One field as a schema tells it. */
export interface SchemaField {
  readonly type: string | undefined;
  readonly allowEmpty: boolean;
  readonly hidden: boolean;
  /** the struct that it holds has a SetDefaults method */
  readonly defaults: boolean;
  readonly default: unknown;
}

export async function readSchema(minor: string, kind: string): Promise<Schema> {
  const file = new URL(`../../schemas/traefik-v${minor}/${kind}.schema.json`, import.meta.url);
  return JSON.parse(await readFile(file, "utf8")) as Schema;
}

/** All fields by their path: `http.routers.*.tls`, `tls.certificates[].stores[]`. */
export function fieldsOf(root: Schema): ReadonlyMap<string, SchemaField> {
  const found = new Map<string, SchemaField>();

  function visit(path: string, at: Schema, above: readonly string[]): void {
    const name = at.$ref?.slice("#/$defs/".length);
    const target = name === undefined ? at : root.$defs[name];
    if (target === undefined) throw new Error(`${path}: no definition ${name}`);
    found.set(path, {
      type: at["x-go-type"],
      allowEmpty: at["x-allow-empty"] ?? false,
      hidden: at["x-hidden"] ?? false,
      defaults: target["x-sets-defaults"] ?? false,
      default: at.default,
    });
    if (name !== undefined && above.includes(name)) return;
    const stack = name === undefined ? above : [...above, name];
    for (const [field, property] of Object.entries(target.properties ?? {})) {
      visit(`${path}.${field}`, property, stack);
    }
    if (typeof target.additionalProperties === "object")
      visit(`${path}.*`, target.additionalProperties, stack);
    if (target.items) visit(`${path}[]`, target.items, stack);
  }

  for (const [field, property] of Object.entries(root.properties ?? {})) visit(field, property, []);
  return found;
}

type Schema = { readonly [word: string]: unknown };

/**
 * A schema as editors need it: JSON Schema draft 7, which all of them know; documented fields alone; and no plain
 * value where a person means an object, though Traefik would take some. Keys at the root that begin with `x-` may hold
 * YAML anchors.
 *
 * @param text a schema of this package, which says what Traefik's loader takes, to the letter
 */
export function editorSchema(text: string): string {
  const { $defs, $schema: _, ...root } = objectOf(JSON.parse(text));
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...objectOf(convert(root)),
    "x-traefik-version": root["x-traefik-version"],
    additionalProperties: false,
    patternProperties: { "^x-": {} },
    definitions: convertAll(objectOf($defs)),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function convert(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(convert);
  if (!isObject(schema)) return schema;
  const { $ref, type, format, ...words } = schema;
  const entries = Object.entries(words).filter(([word]) => !word.startsWith("x-"));
  const kept = entries.map(([word, value]) => [word, convertWord(word, value)] as const);
  return {
    // draft 7 looks at nothing beside a reference
    ...(typeof $ref === "string" ? { allOf: [{ $ref: $ref.replace("#/$defs/", "#/definitions/") }] } : {}),
    ...(type === undefined ? {} : { type: typeFor(type) }),
    ...(typeof format === "string" && !format.startsWith("go-") ? { format } : {}),
    ...Object.fromEntries(kept),
    ...(isDeprecated(schema) ? { deprecated: true } : {}),
  };
}

function convertWord(word: string, value: unknown): unknown {
  if (word === "enum" || word === "default" || word === "const") return value;
  if (word !== "properties") return convert(value);
  const shown = Object.entries(objectOf(value)).filter(([, field]) => objectOf(field)["x-hidden"] !== true);
  return convertAll(Object.fromEntries(shown));
}

function convertAll(schemas: Schema): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, convert(schema)]));
}

/** Where an object may stand, a plain value would be read as an empty one: nobody means that. */
function typeFor(type: unknown): unknown {
  const isForObject = Array.isArray(type) && type.includes("object");
  return isForObject ? type.filter((name) => name === "object" || name === "null") : type;
}

function isDeprecated({ description }: Schema): boolean {
  return typeof description === "string" && /^deprecated\b/i.test(description);
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}

function objectOf(value: unknown): Schema {
  return isObject(value) ? value : {};
}

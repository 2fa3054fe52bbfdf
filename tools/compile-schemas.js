// Makes the validators of all schemas at build time: compiling one with ajv when the hook runs would cost more than
// all else that it does.
import { _ } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const FORMATS = "./src/traefik/load/schema-formats.ts";
const CACHE = ".cache/validators";

/** What of a schema is needed to know the types; its descriptions are for editors. */
const OF_TYPES = new Set([
  "$ref",
  "$defs",
  "properties",
  "additionalProperties",
  "items",
  "default",
  "x-go-name",
  "x-go-type",
  "x-allow-empty",
  "x-hidden",
]);

/**
 * Writes two scripts for each schema: `<folder>/<version>-<name>.cjs` gives every mistake of an instance, and
 * `<folder>/<version>-<name>-types.cjs` tells the types, which is all that most files need. Ajv's part is kept in .cache
 * by the schema's digest.
 *
 * @returns the names without their ending
 */
export async function compileSchemas(folder) {
  await mkdir(CACHE, { recursive: true });
  const entryPoints = {};
  for (const version of await readdir("schemas")) {
    if (!version.startsWith("traefik-v")) continue;
    for (const name of ["dynamic", "static"]) {
      const key = `${version.replace("traefik-v", "")}-${name}`;
      const made = await sourcesOf(join("schemas", version, `${name}.schema.json`));
      entryPoints[key] = made.validator;
      entryPoints[`${key}-types`] = made.types;
    }
  }
  await build({
    entryPoints,
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    alias: { "schema-formats": FORMATS },
    logLevel: "warning",
  });
  return Object.keys(entryPoints);
}

async function sourcesOf(file) {
  const text = await readFile(file, "utf8");
  const script = await readFile(new URL(import.meta.url));
  const digest = createHash("sha256").update(text).update(script).digest("hex").slice(0, 16);
  const cached = join(CACHE, `${basename(file, ".schema.json")}-${digest}`);
  const sources = { validator: `${cached}.cjs`, types: `${cached}-types.cjs` };
  if (await readFile(sources.validator).catch(() => null)) return sources;
  const schema = JSON.parse(text);
  await replace(sources.types, `module.exports = { types: ${lazily(typesOf(schema))} };\n`);
  await replace(
    sources.validator,
    `${lean(validatorOf(withoutProse(schema)))}\nmodule.exports = { validate: module.exports };\n`,
  );
  return sources;
}

async function replace(file, text) {
  const making = `${file}.${process.pid}`;
  await writeFile(making, text);
  await rename(making, file);
}

function validatorOf(schema) {
  const ajv = new Ajv2020({
    allErrors: true,
    inlineRefs: false,
    messages: false,
    strict: false,
    validateSchema: false,
    code: { source: true, formats: _`require("schema-formats").SCHEMA_FORMATS` },
    // only their names count: the code calls what `formats` above requires
    formats: Object.fromEntries(
      ["go-int64", "go-int32", "go-float", "go-duration"].map((name) => [name, () => true]),
    ),
  });
  return standalone.default(ajv, ajv.compile(schema));
}

/**
 * Of a mistake its place and keyword are looked at, so the rest is not made, and the validators hand each other the
 * place alone: less to load, and nothing to make for what is right.
 */
function lean(code) {
  const calls = /\{instancePath:([^{}]*?),parentData:[^{}]*?,rootData,dynamicAnchors\}/g;
  const made = code
    .replace(/,schemaPath:"[^"]*"/g, "")
    .replace(/,params:\{[^{}]*\}/g, "")
    .replace(
      /\{instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors=\{\}\}=\{\}/g,
      'instancePath=""',
    )
    .replace(calls, "$1")
    .replace(
      /const evaluated0 = validate\d+\.evaluated;(?:if\(evaluated0\.\w+\)\{evaluated0\.\w+ = undefined;\})*/g,
      "",
    )
    .replace(/validate\d+\.evaluated = \{[^{}]*\};/g, "")
    // copied for each member, many mistakes would cost their number's square
    .replace(/vErrors\.concat\((validate\d+\.errors)\)/g, "joined(vErrors, $1)");
  const left = /schemaPath|params|parentData|dynamicAnchors|evaluated|concat/.exec(made);
  if (left)
    throw new Error(`ajv writes validators in another way: ${made.slice(left.index - 80, left.index + 80)}`);
  // what nothing refers to any more
  return (
    JOINED +
    made.replace(/const (schema\d+) = ([^;]*);(?=const |function |$)/g, (whole, name) =>
      made.split(new RegExp(`\\b${name}\\b`)).length > 2 ? whole : "",
    )
  );
}

const JOINED = "function joined(all, more) { for (const one of more) all.push(one); return all; }\n";

/** The types as source, each made when it is asked for: V8 makes an object that it meets once faster of JSON than of code. */
function lazily({ $defs = {}, ...rest }) {
  const cases = Object.entries($defs).map(
    ([name, type]) =>
      `case ${JSON.stringify(name)}: return JSON.parse(${JSON.stringify(JSON.stringify(type))});`,
  );
  return `{ ...${JSON.stringify(rest)}, definition(name) { switch (name) { ${cases.join(" ")} } } }`;
}

/** The schema without what ajv does not look at. */
function withoutProse(schema, isNames = false) {
  if (Array.isArray(schema)) return schema.map((item) => withoutProse(item));
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key]) => isNames || !(key === "description" || key === "default" || key.startsWith("x-")),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      withoutProse(value, !isNames && (key === "properties" || key === "$defs")),
    ]),
  );
}

/** The part of a schema that tells the types. */
function typesOf(schema, isNames = false) {
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isNames || OF_TYPES.has(key))
      .map(([key, value]) => [
        key,
        key === "default" && !isNames
          ? value
          : typesOf(value, !isNames && (key === "properties" || key === "$defs")),
      ]),
  );
}

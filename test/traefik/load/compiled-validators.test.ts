import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { compiledSchema } from "../../../src/traefik/load/compiled-schema.ts";
import { VERSIONS } from "../../../src/traefik/versions.ts";
import { dice } from "../../incremental/random-environment.ts";

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

type Roll = ReturnType<typeof dice>;

const WRONG = [null, "", "10s", "true", 7, -1, 1.5, true, [], {}, ["a"], { a: "b" }, "nonsense", "1e400"];
const CASES = 60;
const load = createRequire(import.meta.url);

/** Something of a schema's shape, with a mistake here and there. */
function instanceOf(schema: Schema, root: Schema, roll: Roll, depth = 0): unknown {
  const target = schema.$ref ? root.$defs?.[schema.$ref.slice("#/$defs/".length)] : schema;
  if (target === undefined || depth > 9 || roll(12) === 0) return WRONG[roll(WRONG.length)];
  if (target.items) return Array.from({ length: roll(3) }, () => inner(target.items));
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(target.properties ?? {}))
    if (depth < 2 || roll(4) === 0) made[name] = inner(property);
  if (typeof target.additionalProperties === "object") made["a/b~c"] = inner(target.additionalProperties);
  if (roll(15) === 0) made["stranger"] = 1;
  return target.properties || target.additionalProperties ? made : WRONG[roll(WRONG.length)];

  function inner(of: Schema | undefined): unknown {
    return instanceOf(of ?? {}, root, roll, depth + 1);
  }
}

function mistakesOf({ validate }: ReturnType<typeof compiledSchema>, instance: unknown): string[] {
  return validate(instance)
    ? []
    : (validate.errors ?? []).map(({ keyword, instancePath }) => `${keyword} ${instancePath}`);
}

test("what the build compiles finds what ajv finds", () => {
  let mistakes = 0;
  for (const version of VERSIONS)
    for (const name of ["dynamic", "static"] as const) {
      const place = new URL(`../../../schemas/traefik-v${version}/${name}.schema.json`, import.meta.url);
      const schema: Schema = JSON.parse(readFileSync(place, "utf8"));
      const asked = compiledSchema(version, name);
      const built: ReturnType<typeof compiledSchema> = load(`../../../dist/schemas/${version}-${name}.cjs`);
      const roll = dice(Number(version.slice(2)) + 1);
      for (let round = 0; round < CASES; round++) {
        const instance = instanceOf(schema, schema, roll);
        const found = mistakesOf(asked, instance);
        mistakes += found.length;
        expect(mistakesOf(built, instance), `${version} ${name} ${JSON.stringify(instance)}`).toEqual(found);
      }
    }
  // else it would prove nothing
  expect(mistakes).toBeGreaterThan(1000);
});

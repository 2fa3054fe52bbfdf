import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { VERSIONS } from "../../src/traefik/versions.ts";
import { fieldsOf, readSchema } from "./fields-of.ts";

/** Fields as the real Traefik was asked about them, one by one. */
interface KnownField {
  readonly path: string;
  readonly type: string;
  readonly allowEmpty?: boolean;
  readonly hidden?: boolean;
  readonly defaults?: boolean;
  /** the first minor version that has it; missing: 3.0 */
  readonly since?: string;
}

const isAtLeast = (minor: string, since: string) => Number(minor.slice(2)) >= Number(since.slice(2));

async function readKnown(kind: string): Promise<KnownField[]> {
  const file = new URL(`../vectors/fields-${kind}.json`, import.meta.url);
  return JSON.parse(await readFile(file, "utf8")) as KnownField[];
}

describe("the newest schemas know every field, its type, and what may be empty, hidden or defaulted", () => {
  it.each(["dynamic", "static"])("%s", async (kind) => {
    const fields = fieldsOf(await readSchema("3.7", kind));
    const told = (await readKnown(kind)).map(({ path }) => {
      const field = fields.get(path);
      return field && { path, ...field, default: undefined };
    });
    const known = (await readKnown(kind)).map(({ path, type, allowEmpty, hidden, defaults }) => ({
      path,
      // an item or entry has no type of its own in the schema
      type: /(\[\]|\.\*)$/.test(path) ? undefined : type,
      allowEmpty: allowEmpty ?? false,
      hidden: hidden ?? false,
      defaults: defaults ?? false,
      default: undefined,
    }));
    expect(told).toEqual(known);
  });

  it("and none that can be set besides", async () => {
    for (const kind of ["dynamic", "static"]) {
      const known = new Set((await readKnown(kind)).map(({ path }) => path));
      const hidden: string[] = [];
      const more: string[] = [];
      for (const [path, field] of fieldsOf(await readSchema("3.7", kind))) {
        if (field.hidden) hidden.push(path);
        else if (!known.has(path) && !hidden.some((up) => path.startsWith(up))) more.push(path);
      }
      expect(more).toEqual([]);
    }
  });
});

describe.each(VERSIONS)("the dynamic schema of %s", (minor) => {
  it("has the fields of its time, and not those of later ones", async () => {
    const fields = fieldsOf(await readSchema(minor, "dynamic"));
    for (const { path, since = "3.0" } of await readKnown("dynamic")) {
      expect([path, fields.has(path)]).toEqual([path, isAtLeast(minor, since)]);
    }
  });
});

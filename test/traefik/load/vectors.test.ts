import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { OBJECT_KINDS, type DynamicConfiguration } from "../../../src/traefik/load/configuration.ts";
import { configurationSchema } from "../../../src/traefik/load/schema.ts";
import { traefikSays } from "../../../src/traefik/load/traefik-says.ts";
import { findField, type Field, type Type } from "../../../src/traefik/load/type.ts";
import type { TraefikVersion } from "../../../src/traefik/versions.ts";
import { apiForm } from "../../support/api-form.ts";
import { loadFiles } from "../../support/load-files.ts";

/** A folder, and what the real Traefik 3.7.15 said of it. */
interface Vector {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly base64?: Readonly<Record<string, string>>;
  /** symbolic links: not of the loader's world, see test/environment */
  readonly links?: Readonly<Record<string, string>>;
  /** null: it loads; `PANIC`: the loader dies */
  readonly load: string | null;
  /** its objects as the API shows them */
  readonly decoded?: Objects;
  /** other minor versions that accept or refuse it alike */
  readonly same: readonly TraefikVersion[];
  /** what others say */
  readonly differs?: Readonly<Partial<Record<TraefikVersion, string | null>>>;
  /** names defined twice */
  readonly warns?: readonly { readonly file: string; readonly message: string }[];
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL("../../vectors/loading.json", import.meta.url), "utf8"),
);
const cases = vectors.filter(({ links }) => links === undefined);

function load({ files, base64 = {} }: Vector, version: TraefikVersion = "3.7") {
  const binary = Object.entries(base64).map(
    ([path, content]) => [path, Buffer.from(content, "base64")] as const,
  );
  return loadFiles({ ...files, ...Object.fromEntries(binary) }, { version });
}

/** null: accepted, and nothing kills Traefik. */
function verdict(vector: Vector, version?: TraefikVersion): string | null {
  const { diagnostics, refusal, configuration } = load(vector, version);
  const refused = diagnostics.some(({ effect }) => effect === "refused" || effect === "crash");
  // what is refused is told, and what is told as refused is
  if ((refusal !== null) !== refused) return `${refused ? "found" : "refused"} without the other`;
  if (configuration === null && refusal === null) return "not loaded, and not refused";
  if (refusal?.panics) return "PANIC";
  return refusal && traefikSays(refusal, "<dir>", version ?? "3.7");
}

/** What does not agree, as a list to read: an empty one is the aim. */
function differing<T>(compare: (vector: Vector) => readonly [ours: T, traefik: T] | null): unknown[] {
  return cases.flatMap((vector) => {
    const pair = compare(vector);
    return pair === null || isDeepStrictEqual(pair[0], pair[1])
      ? []
      : [{ id: vector.id, ours: pair[0], traefik: pair[1] }];
  });
}

test("every folder is accepted or refused as Traefik does, in its own words", () => {
  expect(differing((vector) => [verdict(vector), vector.load])).toEqual([]);
});

test.each(["3.0", "3.2", "3.3", "3.4", "3.5", "3.6"] as const)("the verdict of %s", (version) => {
  const compared = differing((vector) => {
    const other = vector.differs?.[version];
    if (other !== undefined) return [verdict(vector, version), other];
    return vector.same.includes(version)
      ? [verdict(vector, version) === null ? "loads" : "refused", vector.load === null ? "loads" : "refused"]
      : null;
  });
  expect(compared).toEqual([]);
});

test("what is loaded is what Traefik's API shows", () => {
  const compared = differing<unknown>((vector) => {
    if (vector.load !== null) return null;
    const { configuration } = load(vector);
    const ours = configuration && shown(configuration);
    return [ours, ours && withoutAdditions(vector.decoded ?? {}, ours)];
  });
  expect(compared).toEqual([]);
});

test("a name defined twice is told where Traefik warns", () => {
  const compared = differing((vector) => {
    // only of these groups were the warnings kept
    if (vector.load !== null || !/^(?:merge|files)-/.test(vector.id)) return null;
    const found = load(vector).diagnostics.filter(({ rule }) =>
      /^duplicate-(?:name|certificate)$/.test(rule),
    );
    return [found.map(({ file }) => file), (vector.warns ?? []).map(({ file }) => file)];
  });
  expect(compared).toEqual([]);
});

type Objects = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The objects that the API has an entry for. */
function shown({ objects }: DynamicConfiguration): Objects {
  const forms: Record<string, Record<string, unknown>> = {};
  for (const kind of OBJECT_KINDS) {
    if (!/routers|services|middlewares/.test(kind)) continue;
    for (const [name, { value }] of objects[kind]) {
      const form = apiForm(typeOf(kind), value) as Record<string, unknown>;
      delete form["observability"];
      forms[`${kind}.${name}`] = form;
    }
  }
  return forms;
}

function typeOf(kind: string): Type {
  let type: Type = configurationSchema("3.7", "dynamic").root;
  for (const step of kind.split(".")) {
    const field: Field | undefined = type.kind === "struct" ? findField(type, step) : undefined;
    if (!field) throw new Error(kind);
    type = field.type;
  }
  return type.kind === "map" ? type.values : type;
}

/** Without what Traefik adds after loading: default entry points, computed priorities, the provider's name. */
function withoutAdditions(decoded: Objects, ours: Objects): Objects {
  return Object.fromEntries(
    Object.entries(decoded).map(([id, object]) => {
      const loaded = { ...object };
      if (!id.includes(".routers.")) return [id, loaded];
      for (const field of ["entryPoints", "priority"])
        if (ours[id]?.[field] === undefined) delete loaded[field];
      const { middlewares } = loaded;
      if (Array.isArray(middlewares)) {
        loaded["middlewares"] = middlewares.map((name) => String(name).replace(/@file$/, ""));
      }
      return [id, loaded];
    }),
  );
}

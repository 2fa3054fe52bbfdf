import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isStruct, type Struct, type Value } from "../../../src/traefik/load/configuration.ts";
import { loadFile } from "../../../src/traefik/load/load-file.ts";
import { configurationSchema } from "../../../src/traefik/load/schema.ts";
import { findField, type Type } from "../../../src/traefik/load/type.ts";
import { apiForm, isZero } from "../../support/api-form.ts";

/** Every spelling of a value (rows) in every kind of field (targets), as the real Traefik 3.7.15 takes it. */
interface Matrix {
  readonly preamble: string;
  readonly targets: readonly { readonly id: string; readonly path: string }[];
  readonly rows: readonly string[];
  readonly results: readonly Result[];
  readonly cells: Readonly<Record<string, readonly number[]>>;
}

interface Result {
  readonly error?: string;
  readonly value?: unknown;
  /** the field keeps its zero value or default */
  readonly unset?: boolean;
  /** Traefik's own choice is random */
  readonly note?: string;
}

const matrix: Matrix = JSON.parse(
  readFileSync(new URL("../../vectors/matrix.json", import.meta.url), "utf8"),
);
const { root } = configurationSchema("3.7", "dynamic");

test.each(matrix.targets)("$id: every spelling of a value", ({ id, path }) => {
  const steps = path.split(".");
  const ours = matrix.rows.map((row) => ({ row, ...load(steps, row) }));
  const wanted = matrix.rows.map((row, index) => {
    const { error, value, unset, note } = matrix.results[matrix.cells[id]?.[index] ?? -1] ?? {};
    if (error === undefined)
      return { row, error: null, value: unset === true ? undefined : (value ?? undefined) };
    // which of two keys wins is random
    return { row, error: note === undefined ? error : ours[index]?.error, value: undefined };
  });
  expect(ours).toEqual(wanted);
});

function load(steps: readonly string[], row: string): { error: string | null; value: unknown } {
  const bytes = Buffer.from(textOf(steps, row));
  const { configuration, refusal, ifUsed } = loadFile(
    { path: "a.yaml", bytes, mode: 0o644 },
    { version: "3.7", variables: {}, allVariables: true },
  );
  const panics = refusal?.panics === true || ifUsed.some(({ effect }) => effect === "crash");
  const error = panics ? "PANIC" : (refusal?.text ?? null);
  // where nothing is set, Traefik itself has the section ready
  const nothing = steps.length === 1 && steps[0] !== "foo" ? {} : undefined;
  return { error, value: error === null ? (valueAt(configuration ?? {}, steps) ?? nothing) : undefined };
}

function textOf(steps: readonly string[], row: string): string {
  const lines = steps.map((step, depth) => `${"  ".repeat(depth)}${step}:`).join("\n");
  return matrix.preamble + lines + row.replaceAll("\n", `\n${"  ".repeat(steps.length - 1)}`) + "\n";
}

/** The value at a path as Traefik's API shows it; undefined where it shows none. */
function valueAt(configuration: Struct, steps: readonly string[]): unknown {
  let type: Type = root;
  let value: Value | undefined = configuration;
  let pointer = true;
  for (const step of steps) {
    if (type.kind === "struct") {
      const field = findField(type, step);
      if (!field) return undefined;
      [type, pointer] = [field.type, field.goType.startsWith("*")];
    } else [type, pointer] = [type.kind === "map" ? type.values : type, true];
    value = isStruct(value) ? value[step] : undefined;
  }
  if (value === undefined) return type.kind === "struct" && !pointer ? {} : undefined;
  const form = hideOptions(type, apiForm(type, value));
  if (pointer || !isZero(form)) return form;
  return type.kind === "struct" ? {} : undefined;
}

/** The matrix leaves out what TLS options hold: their defaults depend on Go's version. */
function hideOptions(type: Type, form: unknown): unknown {
  if (type.kind === "struct" && type.name === "tls.Options") return "<options>";
  if (type.kind !== "map" || typeof form !== "object" || form === null) return form;
  return Object.fromEntries(
    Object.entries(form).map(([name, entry]) => [name, hideOptions(type.values, entry)]),
  );
}

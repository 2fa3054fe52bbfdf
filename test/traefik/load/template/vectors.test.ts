import { describe, expect, test } from "vitest";
import { loadRegex } from "../../../../src/traefik/load/template/functions/regex.ts";
import { renderTemplate, type RenderResult } from "../../../../src/traefik/load/template/render-template.ts";
import { minorVersion, NEWEST, type TraefikVersion } from "../../../../src/traefik/versions.ts";
import vectors from "../../../vectors/templates.json" with { type: "json" };

await loadRegex();

interface Vector {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly base64?: Readonly<Record<string, string>>;
  /** the real Traefik's message, null when it loads the files */
  readonly load: string | null;
  /** what Go renders of each file with actions that it does not refuse */
  readonly rendered?: Readonly<Record<string, string>>;
  /** other versions with another verdict */
  readonly differs?: Readonly<Record<string, { readonly load: string | null }>>;
}

function render(source: string, version = NEWEST): RenderResult {
  return renderTemplate(source, { version, env: () => undefined, environment: "complete" });
}

function filesOf({ files, base64 = {} }: Vector): [string, string][] {
  const decoded = Object.entries(base64).map(([name, data]): [string, string] => [
    name,
    Buffer.from(data, "base64").toString(),
  ]);
  return [...Object.entries(files), ...decoded];
}

/** Messages of the files that are refused, the first file in reading order first. */
function refusals(vector: Vector, version?: TraefikVersion): string[] {
  return filesOf(vector)
    .flatMap(([, source]) => render(source, version).refusal ?? [])
    .filter(({ rule }) => rule === "template-syntax" || rule === "template-execution")
    .map(({ words }) => words);
}

function templateError(load: string | null): string[] {
  const message = /(?:^|: )(template: :.*)$/s.exec(load ?? "")?.[1];
  return message === undefined ? [] : [message];
}

describe.each(vectors as readonly Vector[])("$id", (vector) => {
  test("is refused with Traefik's message, or not at all", () => {
    expect(refusals(vector)).toEqual(templateError(vector.load));
  });

  test("renders what Go renders", () => {
    const files = Object.fromEntries(filesOf(vector));
    for (const [name, text] of Object.entries(vector.rendered ?? {})) {
      expect(render(files[name] ?? "").text).toBe(text);
    }
  });

  test("is judged as each version judges it", () => {
    for (const [version, { load }] of Object.entries(vector.differs ?? {})) {
      expect(refusals(vector, minorVersion(version) ?? NEWEST)).toEqual(templateError(load));
    }
  });
});

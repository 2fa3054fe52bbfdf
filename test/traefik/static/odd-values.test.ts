import { expect, test } from "vitest";
import { readStaticFile } from "../../../src/traefik/static/read-static.ts";
import { fieldsOf, readSchema } from "../../schemas/fields-of.ts";

/** `entryPoints.*.http.middlewares[]` as a document with one value. */
function documentOf(path: string, value: unknown): unknown {
  return path
    .split(/\.|(?=\[\])/)
    .reverse()
    .reduce<unknown>(
      (inner, step) => (step === "[]" ? [inner] : { [step === "*" ? "a" : step]: inner }),
      value,
    );
}

test.each(["", "x", 0, -1, "1h", {}, ["x"], "127.0.0.1:0"])(
  "any field may hold %j, and the judge has its say",
  async (value) => {
    const paths = [...fieldsOf(await readSchema("3.7", "static")).keys()];
    expect(paths.length).toBeGreaterThan(600);
    for (const path of paths) {
      const bytes = Buffer.from(JSON.stringify(documentOf(path, value)));
      const { facts, diagnostics, refusal } = readStaticFile(
        { path: "traefik.json", bytes, mode: 0o644 },
        "3.7",
      );
      const fatal = diagnostics.some(({ effect }) => effect === "refused" || effect === "crash");
      expect([path, fatal || (refusal === null && facts.known)]).toEqual([path, true]);
    }
  },
);

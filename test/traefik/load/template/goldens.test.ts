import { describe, expect, test } from "vitest";
import { loadRegex } from "../../../../src/traefik/load/template/functions/regex.ts";
import { renderTemplate } from "../../../../src/traefik/load/template/render-template.ts";
import goldens from "../../../vectors/template-goldens.json" with { type: "json" };

await loadRegex();

/** What Go 1.26's text/template with sprig 3.2.3 and Traefik's two functions makes of a template. */
type Golden = readonly [string, { readonly text?: string; readonly error?: string }];

const VARIABLES: Readonly<Record<string, string>> = { FOO: "bar", HOME: "/root" };

describe("every template is rendered, or refused, as Go does it", () => {
  test.each(goldens as unknown as readonly Golden[])("%s", (source, { text, error }) => {
    const result = renderTemplate(source, {
      version: "3.7",
      env: (name) => VARIABLES[name],
      environment: "complete",
    });
    const refusal = result.problems.find(({ rule }) => /^template-(?:syntax|execution)$/.test(rule));
    const outcome = refusal === undefined ? { text: result.text } : { error: result.refusal?.words };
    expect(outcome).toEqual(error === undefined ? { text } : { error });
  });
});

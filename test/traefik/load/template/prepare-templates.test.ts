import { expect, test } from "vitest";
import type { Tree } from "../../../../src/environment/tree.ts";
import { prepareTemplates } from "../../../../src/traefik/load/template/prepare-templates.ts";
import { renderTemplate } from "../../../../src/traefik/load/template/render-template.ts";

const source = 'a: {{ regexFind "b+" "abbc" }}{{ regexMatch "(" "a" }}';

function treeOf(...files: string[]): Tree {
  return {
    files: files.map((text, index) => ({ path: `${index}.yaml`, bytes: Buffer.from(text), mode: 0o644 })),
  };
}

function render(): { text: string; unknown: boolean } {
  const { text, unknown } = renderTemplate(source, {
    version: "3.7",
    env: () => undefined,
    environment: "complete",
  });
  return { text, unknown };
}

test("regular expressions are matched once an environment that needs them is prepared", async () => {
  await prepareTemplates(treeOf("regex: {}\n", '{{ "x" }}'));
  expect(render()).toEqual({ text: "a: regexFindfalse", unknown: true });
  await prepareTemplates(treeOf(source));
  expect(render()).toEqual({ text: "a: bbfalse", unknown: false });
});

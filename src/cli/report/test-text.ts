import { ROUTE_TESTS } from "../../environment/unpublished.ts";
import type { TestResult } from "../../route-tests/run-tests.ts";
import type { TestedEnvironment } from "../../route-tests/tested-environment.ts";
import { painter, type Paint } from "../colour.ts";
import { excerpt } from "./excerpt.ts";
import { filePath } from "./file-path.ts";
import { plural } from "./plural.ts";
import { printable } from "../../printable.ts";
import type { TestReporter } from "./test-formats.ts";

/** For people: each failure with its line and why, then a summary of every environment. */
export const testTextReport: TestReporter = (environments, colour) => {
  const paint = painter(colour);
  return environments.map((environment) => describe(environment, paint)).join("\n");
};

function describe(environment: TestedEnvironment, paint: Paint): string {
  const { path, tests, isFileBroken } = environment;
  const failed = tests.filter(({ passed }) => !passed);
  const blocks = failed.map((result) => describeFailure(environment, result, paint));
  const name = paint("bold", printable(path));
  const outcome = isFileBroken
    ? paint("red", `✗ ${plural(failed.length, "mistake")} in ${ROUTE_TESTS}`)
    : failed.length === 0
      ? paint("green", `✓ ${plural(tests.length, "test")} passed`)
      : paint("red", `✗ ${failed.length} of ${plural(tests.length, "test")} failed`);
  return [...blocks, `${outcome} ${name}\n`].join("\n");
}

function describeFailure({ path, source }: TestedEnvironment, result: TestResult, paint: Paint): string {
  const { name, message } = result;
  const place = result.place();
  const [first = "", ...rest] = (message ?? "").split("\n");
  const at = `${printable(filePath(path, ROUTE_TESTS))}:${place.line}:${place.column}`;
  const title = name === ROUTE_TESTS ? "" : `${paint("bold", printable(name))}: `;
  return [
    `${paint("bold", at)} ${paint("red", "✗")} ${title}${printable(first)}`,
    ...excerpt(source, place, paint, "red"),
    ...rest.map((line) => `  ${printable(line)}`),
    "",
  ].join("\n");
}

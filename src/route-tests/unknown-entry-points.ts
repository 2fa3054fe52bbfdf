import { unknownEntryPoint } from "../explain/question.ts";
import { ROUTE_TESTS } from "../environment/unpublished.ts";
import { always, makeDocument } from "../traefik/load/make-document.ts";
import type { RoutingTable } from "../traefik/routes/routing-table.ts";
import type { TestFile } from "./read-tests.ts";
import type { TestFileFault } from "./route-test.ts";

/** Entry points that tests name and the environment does not have: each place once, be it that of all tests. */
export function unknownEntryPoints(
  table: RoutingTable,
  { tests, source }: TestFile,
): readonly TestFileFault[] {
  const faults = new Map<number, TestFileFault>();
  const { range } = makeDocument(ROUTE_TESTS, always(source), null);
  for (const { question, entryPointAt } of tests) {
    const { entryPoint } = question;
    if (entryPoint === undefined || entryPointAt === null || faults.has(entryPointAt.start)) continue;
    const unknown = unknownEntryPoint(entryPoint, table);
    if (unknown === null) continue;
    const { says, hint } = unknown;
    faults.set(entryPointAt.start, { range: range(entryPointAt), says, hint });
  }
  return [...faults.values()];
}

import { diagnose, type Diagnostic } from "../diagnostic.ts";
import { ROUTE_TESTS } from "../environment/unpublished.ts";
import type { Running } from "../traefik/check/running.ts";
import { buildGateway } from "../traefik/model/build-gateway.ts";
import { routingTableOf } from "../traefik/routes/routing-table.ts";
import { readTests } from "./read-tests.ts";
import type { TestFileFault } from "./route-test.ts";
import { runTests } from "./run-tests.ts";
import { unknownEntryPoints } from "./unknown-entry-points.ts";

/** Runs an environment's route tests: a finding for each that fails, or for each mistake in their file. */
export function requiredTests(bytes: Uint8Array, running: Running): readonly Diagnostic[] {
  const file = readTests(bytes);
  if (file.faults.length > 0) return file.faults.map(invalid);
  const table = routingTableOf(buildGateway(running));
  const unknown = unknownEntryPoints(table, file);
  if (unknown.length > 0) return unknown.map(invalid);
  return runTests(table, file)
    .filter(({ passed }) => !passed)
    .map(({ name, place, message }) => {
      const [first = "", ...rest] = (message ?? "").split("\n").map((line) => line.trim());
      const hint = rest.length === 0 ? null : rest.join("; ");
      return diagnose("route-test-failed", {
        file: ROUTE_TESTS,
        range: place(),
        message: `${name}: ${first}`,
        hint,
      });
    });
}

function invalid({ range, says, hint }: TestFileFault): Diagnostic {
  return diagnose("route-test-invalid", { file: ROUTE_TESTS, range, message: says, hint });
}

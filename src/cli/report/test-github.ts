import { ROUTE_TESTS } from "../../environment/unpublished.ts";
import { filePath } from "./file-path.ts";
import { workflowCommand } from "./github.ts";
import type { TestReporter } from "./test-formats.ts";

/** Workflow commands that GitHub shows at the line of the test in the pull request. */
export const testGithubReport: TestReporter = (environments) =>
  environments
    .flatMap(({ path, tests }) =>
      tests
        .filter(({ passed }) => !passed)
        .map(({ name, place, message }) =>
          workflowCommand("error", filePath(path, ROUTE_TESTS), place(), name, message ?? ""),
        ),
    )
    .join("");

import type { JudgeOptions } from "../validate.ts";
import { settingOf, type Flags } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** What finds failing route tests, where they are required: its code is loaded then alone. */
export async function routeTester(
  flags: Flags,
  { env }: Pick<Terminal, "env">,
): Promise<Pick<JudgeOptions, "testRoutes">> {
  if (settingOf("routeTests", flags, env) !== "require") return {};
  const { requiredTests } = await import("../route-tests/required-tests.ts");
  return { testRoutes: requiredTests };
}

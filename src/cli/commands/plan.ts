import { readTree } from "../../environment/read.ts";
import { planEnvironment } from "../../plan/plan.ts";
import { nodeFileSystem } from "../../publish/file-system.ts";
import { publishedTree } from "../../publish/published-tree.ts";
import { prepareTemplates } from "../../traefik/load/template/prepare-templates.ts";
import { NEWEST } from "../../traefik/versions.ts";
import { chosenPlace } from "../chosen-place.ts";
import type { Run } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { publishSettings } from "../publish-settings.ts";
import { planReport } from "../report/plan.ts";
import { settingOf, textFlag } from "../settings.ts";
import { wantsColour } from "../terminal.ts";

/** `plan [ENV_DIR]`: what publishing would change; writes nothing. */
export const runPlan: Run = async ([folder], flags, terminal) => {
  const format = choose("--format", textFlag(flags, "format") ?? "text", ["text", "json"]);
  const { targetDir, stateDir } = publishSettings(flags, terminal);
  const place = chosenPlace(folder, flags, terminal);
  const reading = readTree(place);
  const published = publishedTree(nodeFileSystem, { targetDir, stateDir });
  for (const tree of [reading.tree, published]) if (tree !== null) await prepareTemplates(tree);
  const { plan } = planEnvironment(place.path, reading, published, {
    traefikVersion: settingOf("traefikVersion", flags, terminal.env) ?? NEWEST,
    targetDir,
    failOn: settingOf("failOn", flags, terminal.env) ?? "error",
    variables: {},
  });
  terminal.out.write(planReport(plan, format, wantsColour(terminal.out, terminal.env)));
  if (plan.verdict === "rejected") return EXIT.rejected;
  const { write, delete: gone } = plan.files;
  return exitOf(flags["detailedExitcode"] === true && write.length + gone.length > 0);
};

/** Terraform's convention: 2 says that there are changes. */
function exitOf(changes: boolean): ExitCode {
  return changes ? 2 : EXIT.accepted;
}

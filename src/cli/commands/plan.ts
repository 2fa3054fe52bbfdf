import type { Place } from "../../environment/find.ts";
import { readTree } from "../../environment/read.ts";
import type { Tree } from "../../environment/tree.ts";
import { planEnvironment } from "../../plan/plan.ts";
import { planRemoval } from "../../plan/plan-removal.ts";
import { digestTree } from "../../publish/content.ts";
import { nodeFileSystem } from "../../publish/file-system.ts";
import { publishedTree } from "../../publish/published-tree.ts";
import { nodePorts } from "../../publish/node-ports.ts";
import { stillWaits } from "../../publish/restart.ts";
import { heldBy, readState, type Restart } from "../../publish/state.ts";
import { loadState } from "../../publish/transaction.ts";
import type { Held } from "../../publish/types.ts";
import { prepareToJudge } from "../../prepare-to-judge.ts";
import { ASSUMED_FACTS } from "../../traefik/static/facts.ts";
import { NEWEST } from "../../traefik/versions.ts";
import { chosenPlace } from "../chosen-place.ts";
import type { Run } from "../command.ts";
import { commitTree } from "../commit-tree.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { publishSettings } from "../publish-settings.ts";
import { printable } from "../../printable.ts";
import { removedTree } from "../removed-tree.ts";
import { PLAN_FORMATS, planReport } from "../report/plan.ts";
import { routeTester } from "../route-tester.ts";
import { settingOf, textFlag, type Flags } from "../settings.ts";
import { wantsColour, type Terminal } from "../terminal.ts";

/** `plan [ENV_DIR]`: what publishing would change; writes nothing. */
export const runPlan: Run = async ([folder], flags, terminal) => {
  const format = choose("--format", textFlag(flags, "format") ?? "text", PLAN_FORMATS);
  const { targetDir } = publishSettings(flags, terminal);
  const options = {
    traefikVersion: settingOf("traefikVersion", flags, terminal.env) ?? NEWEST,
    targetDir,
    failOn: settingOf("failOn", flags, terminal.env) ?? "error",
    variables: {},
    allowEmpty: publishSettings(flags, terminal).allowEmpty,
    ...(await routeTester(flags, terminal)),
  };
  const against = textFlag(flags, "against") ?? null;
  const removed = against === null ? null : await removedTree(folder, against, flags, terminal);
  if (removed !== null) {
    const { path, tree, left } = removed;
    await prepareToJudge(tree);
    const plan = planRemoval(path, tree, left, options);
    terminal.out.write(planReport(plan, format, against, wantsColour(terminal.out, terminal.env)));
    return exitOf(flags["detailedExitcode"] === true && plan.files.delete.length > 0);
  }
  const place = chosenPlace(folder, flags, terminal);
  const reading = readTree(place);
  const before = await earlier(place, flags, terminal);
  for (const tree of [reading.tree, before]) if (tree !== null) await prepareToJudge(tree);
  const { plan: planned } = planEnvironment(place.path, reading, before, options);
  const waiting = against === null ? waitingNow(flags, terminal) : null;
  const plan =
    waiting === null
      ? planned
      : { ...planned, restartRequired: stillWaits(waiting, reading.tree) || planned.unread.length > 0 };
  terminal.out.write(planReport(plan, format, against, wantsColour(terminal.out, terminal.env)));
  const held = format === "text" && against === null ? heldNow(reading.tree, flags, terminal) : null;
  if (held !== null) {
    terminal.out.write(
      `${printable(`held since ${held.since}: ${held.reason}; sync does not publish it`)}\n`,
    );
  }
  if (plan.verdict === "rejected") return EXIT.rejected;
  const { write, delete: gone } = plan.files;
  return exitOf(flags["detailedExitcode"] === true && write.length + gone.length > 0);
};

/** What a rollback says of the environment; null where none holds it off. */
function heldNow(tree: Tree, flags: Flags, terminal: Terminal): Held | null {
  return heldBy(readState(nodeFileSystem, publishSettings(flags, terminal).stateDir), digestTree(tree));
}

/** The restart that Traefik waits for since an earlier publication; null when it waits for none. */
function waitingNow(flags: Flags, terminal: Terminal): Restart | null {
  const { reload, ...settings } = publishSettings(flags, terminal);
  const ports = nodePorts(process, () => undefined);
  return loadState(ports, { ...settings, reload: { ...reload, static: ASSUMED_FACTS.file } }).restart;
}

/** What the environment is compared with: a commit's, or what is published. */
async function earlier(place: Place, flags: Flags, terminal: Terminal): Promise<Tree | null> {
  const revision = textFlag(flags, "against");
  if (revision === undefined) {
    const { targetDir, stateDir } = publishSettings(flags, terminal);
    return publishedTree(nodeFileSystem, { targetDir, stateDir });
  }
  return commitTree(place, revision, terminal);
}

/** Terraform's convention: 2 says that there are changes. */
function exitOf(changes: boolean): ExitCode {
  return changes ? 2 : EXIT.accepted;
}

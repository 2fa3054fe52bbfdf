import { diagnose, type Diagnostic } from "./diagnostic.ts";
import { FILE_START } from "./environment/file-start.ts";
import { findEnvironment } from "./environment/find.ts";
import { readTree, type Reading } from "./environment/read.ts";
import type { Tree } from "./environment/tree.ts";
import { emptyingJudge, isLeftAlone, type KnownVerdict, recall } from "./known-verdict.ts";
import { alreadyPublished, type GivenSettings } from "./publish/already-published.ts";
import { judgeCommit, type JudgedCommit } from "./judge-commit.ts";
import { judgeReload } from "./judge-reload.ts";
import { digest } from "./publish/digest.ts";
import type { Ports } from "./publish/ports.ts";
import { dryRun, publish } from "./publish/publish.ts";
import { reject } from "./publish/reject.ts";
import type { PublishOutcome, PublishRequest, PublishSettings, ReadStaticFile } from "./publish/types.ts";
import { readState } from "./publish/state.ts";
import { nothingDone } from "./publish/transaction.ts";
import { notPublishedAgain } from "./publish/verdicts.ts";
import { namesIn } from "./names-in.ts";
import { redact } from "./redact.ts";
import type { Verdict } from "./report.ts";
import { whatItSays } from "./traefik/started-with.ts";
import { ASSUMED_FACTS } from "./traefik/static/facts.ts";
import type { JudgeOptions } from "./validate.ts";

/** What a run works on, all of it given: no variable is read and no clock asked on the way. */
export interface SyncRequest {
  /** root of the checkout */
  readonly worktree: string;
  /** the environment inside the checkout; undefined when it was not said */
  readonly configPath: string | undefined;
  /** asks for the commit's name when it is needed */
  readonly revision: () => Promise<string | null>;
  readonly judge: JudgeOptions;
  /** names everything that the verdict depends on but the files: the memory of verdicts is by it */
  readonly judgeName: string;
  readonly publish: GivenSettings;
  /** the real Traefik that has the last word; null: the built-in rules have it */
  readonly preflight: { readonly bin: string; readonly required: boolean } | null;
  /** the plan alone: nothing is written */
  readonly dryRun: boolean;
}

/** How a run ended. */
export interface SyncResult {
  /** the environment as people name it */
  readonly path: string;
  readonly revision: string | null;
  readonly verdict: Verdict;
  readonly outcome: PublishOutcome;
  readonly diagnostics: readonly Diagnostic[];
  /** the environment as it was read, for showing lines of it; null when it could not be found */
  readonly reading: Reading | null;
  /** the same content was rejected before, by the same rules: it was not judged again */
  readonly remembered: boolean;
}

export type Sync =
  | { readonly kind: "usage"; readonly message: string }
  | { readonly kind: "ended"; readonly result: SyncResult };

/**
 * The whole story of the hook: find the environment, read it, judge it, publish it. What publishing means (plan,
 * stage, rename, prune, reload, confirm) is told by `publish`.
 */
export async function sync(given: SyncRequest, ports: Ports): Promise<Sync> {
  const found = findEnvironment(given.worktree, given.configPath);
  if (found.kind === "usage") return found;
  const revision = await given.revision();

  if (found.kind === "rejected") {
    const nothing = { tree: { files: [] }, diagnostics: [found.diagnostic] };
    const rejected = { path: found.path, revision, diagnostics: nothing.diagnostics, reading: null };
    const outcome = await refuse(given, ports, { ...rejected, reading: nothing });
    return ended({ ...rejected, verdict: "rejected", outcome, remembered: false });
  }

  const { path } = found.place;
  const reading = readTree(found.place);
  const request = judgedByTests(given, reading);
  const known = recall(request, ports, reading);
  if (known !== null) {
    const outcome = await settle(request, ports, { path, revision, reading }, known);
    const { diagnostics, accepted, live } = known.verdict;
    const verdict = accepted || live ? "accepted" : "rejected";
    if (outcome !== null) {
      return ended({ path, revision, verdict, outcome, diagnostics, reading, remembered: true });
    }
  }

  // loaded when it is needed: what Traefik knows is most of the code, and a commit tried again does without it
  const judged = await judgeCommit(request, ports, reading);
  const { verdict } = judged;
  const diagnostics = redact(judged.diagnostics, request.judge.variables);
  const about = { path, revision, diagnostics, reading };
  const outcome =
    verdict === "rejected"
      ? await refuse(request, ports, about)
      : await accept(request, ports, { ...about, judged });
  const isPublished = outcome.outcome === "published" || outcome.outcome === "unchanged";
  if (isPublished && !outcome.held) await judged.keep();
  if (outcome.outcome !== "rejected" || verdict === "rejected") {
    return ended({ ...about, verdict, outcome, remembered: false });
  }
  const { message } = outcome;
  const emptied = diagnose("routers-gone", { file: ".", range: FILE_START, message });
  const rejected = { ...about, diagnostics: [emptied, ...diagnostics] };
  const instead = readState(ports.files, request.publish.stateDir).manifest?.tree;
  await refuse(request, ports, rejected, { judge: emptyingJudge(request), message, instead });
  return ended({ ...rejected, verdict: "rejected", outcome, remembered: false });
}

/** How the run ends for content that was judged before, without judging it again; null where that is not known. */
async function settle(
  request: SyncRequest,
  ports: Ports,
  about: Omit<About, "diagnostics">,
  known: KnownVerdict,
): Promise<PublishOutcome | null> {
  const { verdict, judge } = known;
  if (verdict.live) return isLeftAlone(known, request, ports) ? notPublishedAgain(verdict) : null;
  if (!verdict.accepted) {
    const { diagnostics, message, instead } = verdict;
    return refuse(request, ports, { ...about, diagnostics }, { judge, message, instead });
  }
  const { tree } = about.reading;
  const settled = alreadyPublished(request.publish, { tree, revision: about.revision }, verdict, ports);
  return settled !== null && request.dryRun ? { ...settled, outcome: "dry-run" } : settled;
}

/** Where route tests are required, a verdict is one by these tests. */
function judgedByTests(request: SyncRequest, { routeTests }: Reading): SyncRequest {
  if (request.judge.testRoutes === undefined || routeTests === undefined) return request;
  return { ...request, judgeName: `${request.judgeName} ${digest(routeTests)}` };
}

interface About {
  readonly path: string;
  readonly revision: string | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly reading: Reading;
}

interface Refusal {
  /** the name that it is remembered by */
  readonly judge: string;
  readonly message: string;
  /** see `Verdict.instead` */
  readonly instead?: string | undefined;
}

async function refuse(
  request: SyncRequest,
  ports: Ports,
  about: About,
  known?: Refusal,
): Promise<PublishOutcome> {
  const { path, revision, diagnostics, reading } = about;
  const { message, judge, instead } = known ?? refusalOf(request, about);
  if (request.dryRun) return nothingDone("rejected", message);
  return reject(
    {
      ...settingsOf(request, null),
      tree: reading.tree,
      revision,
      path,
      diagnostics,
      judge,
      message,
      ...(instead === undefined ? {} : { instead }),
    },
    ports,
  );
}

function refusalOf({ judgeName }: SyncRequest, { diagnostics, reading }: About): Refusal {
  return {
    // what was not read whole must not be remembered by what was read of it
    judge: reading.diagnostics.length > 0 ? `${judgeName} ${JSON.stringify(reading.diagnostics)}` : judgeName,
    message: `rejected: ${countOf(diagnostics, "error")}, ${countOf(diagnostics, "warning")}`,
  };
}

function countOf(diagnostics: readonly Diagnostic[], severity: "error" | "warning"): string {
  const count = diagnostics.filter((found) => found.severity === severity).length;
  return `${count} ${severity}${count === 1 ? "" : "s"}`;
}

async function accept(
  request: SyncRequest,
  ports: Ports,
  about: About & { readonly judged: JudgedCommit },
): Promise<PublishOutcome> {
  const { path, revision, diagnostics, reading, judged } = about;
  const publication = {
    ...settingsOf(request, judged, reading.tree),
    tree: reading.tree,
    revision,
    path,
    diagnostics,
    staticFiles: judged.staticFiles,
    routers: judged.routers,
    objects: judged.objects,
    changedObjects: judged.changedObjects,
    judge: request.judgeName,
    outline: outlinerOf(request),
  };
  return request.dryRun ? dryRun(publication, ports) : publish(publication, ports);
}

/** What outlines files: what Traefik knows is loaded with the first of them. */
function outlinerOf({ judge }: SyncRequest): NonNullable<PublishRequest["outline"]> {
  return async (file, bytes) => {
    const { outlineOf } = await import("./traefik/outline.ts");
    const { loadOptions } = await import("./scene.ts");
    return outlineOf(file, bytes, loadOptions(judge));
  };
}

function settingsOf(
  { publish, judge }: SyncRequest,
  judged: JudgedCommit | null,
  tree: Tree | null = null,
): PublishSettings {
  const facts = judged?.facts.file ?? UNKNOWN_PROVIDER;
  const staticFile = judged?.facts.known && tree ? readStaticFile(tree, judged) : null;
  return {
    ...publish,
    reload: {
      ...publish.reload,
      ...judgeReload(judge),
      static: facts,
      staticFile,
      namesIn: namesIn(judge),
    },
  };
}

/** The static file that Traefik takes, and what the judgement has read in it. */
function readStaticFile({ files }: Tree, { staticFiles, facts }: JudgedCommit): ReadStaticFile | null {
  const [taken] = staticFiles;
  const file = files.find(({ path }) => path === taken);
  return file ? { path: file.path, bytes: file.bytes, says: whatItSays(facts) } : null;
}

const UNKNOWN_PROVIDER = ASSUMED_FACTS.file;

function ended(result: SyncResult): Sync {
  return { kind: "ended", result };
}

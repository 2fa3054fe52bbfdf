import { nodeFileSystem } from "../publish/file-system.ts";
import { gatherHealth, healthExitCode } from "./health.ts";
import { findPlainTraefik } from "./plain-traefik.ts";
import { readPublished } from "./published.ts";
import { exists, isAlive } from "./run-supervised.ts";
import { readHealthSettings } from "./settings.ts";
import { readStatus } from "./status-file.ts";
import { readStaticSummary } from "./static-summary.ts";
import { publishedStaticFile } from "./traefik.ts";
import { jsonText, printable } from "../printable.ts";

const USAGE = `Usage: gateway-healthz [--json]

Asks Traefik's ping, whether git-sync is alive, when it last reached its repository, and what is published.
Exit code 0: healthy or degraded. 1: unhealthy; with GATEWAY_HEALTH_STRICT=1 degraded too. 2: wrong call.
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const unknown = args.find((arg) => arg !== "--json");
  const settings = readHealthSettings(process.env);
  if (unknown !== undefined || "error" in settings) {
    process.stderr.write(
      `gateway-healthz: ${"error" in settings ? settings.error : `unknown argument ${unknown}`}\n\n${USAGE}`,
    );
    return 2;
  }
  const plain = settings.withGitSync ? null : findPlainTraefik(nodeFileSystem, settings.traefikBin);
  const started = plain ?? (await readStatus(settings.statusFile))?.traefik;
  const staticFile = started?.staticFile ?? (await publishedStaticFile(settings.targetDir, exists));
  const summary = await readStaticSummary(staticFile);
  const health = await gatherHealth({
    pingUrl: summary.ping,
    traefikRuns: plain?.runs ?? null,
    statusFile: settings.statusFile,
    withGitSync: settings.withGitSync,
    staleAfter: settings.staleAfter,
    now: Date.now(),
    isAlive,
    published: async () => readPublished(settings.stateDir) ?? { revision: null, trouble: null },
  });
  if (args.includes("--json")) process.stdout.write(`${jsonText(health)}\n`);
  else {
    const reasons = health.reasons.length === 0 ? "" : `: ${health.reasons.join("; ")}`;
    process.stdout.write(
      `${health.health}${printable(reasons)}${health.revision === null ? "" : ` (revision ${health.revision})`}\n`,
    );
  }
  return healthExitCode(health.health, settings.strict);
}

void main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`gateway-healthz: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

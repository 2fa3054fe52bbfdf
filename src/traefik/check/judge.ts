import type { Diagnostic } from "../../diagnostic.ts";
import type { DynamicConfiguration } from "../load/configuration.ts";
import type { TraefikVersion } from "../versions.ts";
import { advise } from "./advice/advise.ts";
import { assumeEntryPoints } from "./assume.ts";
import { behaves } from "./behaviour.ts";
import { EVERY, subjectsOf, type Bench, type Chance } from "./bench.ts";
import { defaultEntryPoints } from "./entry-points.ts";
import type { HttpBench } from "./http/bench.ts";
import { resolveConflicts } from "./http/conflicts.ts";
import { buildInternalRouters } from "./http/internal-routers.ts";
import { applyModels } from "./http/models.ts";
import { referToMiddleware } from "./http/middleware.ts";
import { httpRouterOf, type HttpRouter } from "./http/router.ts";
import { referToService } from "./http/service.ts";
import { checkTransports } from "./http/transports.ts";
import { buildTree } from "./http/tree.ts";
import { checkVanished } from "./http/vanished.ts";
import { buildHttpRouters } from "./http/walk.ts";
import { createLedger } from "./ledger.ts";
import { UNKNOWN_MACHINE, type MachineFiles } from "./machine-files.ts";
import { mayMultiply } from "./may-multiply.ts";
import { checkMultiplied } from "./multiplied.ts";
import { relieveMemory } from "../../relieve-memory.ts";
import { createRuleReader } from "./rules/rule-reader.ts";
import type { Running } from "./running.ts";
import { tlsHosts } from "./rules/http-rule.ts";
import type { StaticFacts } from "../static/facts.ts";
import { buildTcpRouters } from "./tcp/routers.ts";
import { brokenOptions, checkDefaultOptions } from "./tls/options.ts";
import { checkTlsMaterial } from "./tls/material.ts";
import { checkSpiffeSource } from "./tls/spiffe-source.ts";
import { buildUdpRouters } from "./udp/routers.ts";

export type { Running } from "./running.ts";

export interface JudgeOptions {
  readonly version: TraefikVersion;
  readonly facts: StaticFacts;
  /** what is at the paths that the configuration names; without it they are not judged */
  readonly files?: MachineFiles;
  /** how Traefik's dice fall; without it every outcome is found */
  readonly chance?: Chance;
  /** our own opinions as well, which Traefik does not say; they are not left away unless this is false */
  readonly advice?: boolean;
}

export interface Judgement {
  readonly diagnostics: readonly Diagnostic[];
  /** no object has a fault: what was found are remarks, each about one object */
  readonly isCalm: boolean;
  /** what Traefik runs, for those who follow a request through it */
  readonly running: Running;
}

/** Routers of so many files that they take a part of the memory worth a tenth of a second. */
const MANY = 20_000;

/** Builds a loaded configuration as Traefik does, in its order, and keeps what it says of every object. */
export function judgeDynamic(configuration: DynamicConfiguration, options: JudgeOptions): Judgement {
  const { version, files = UNKNOWN_MACHINE, chance = EVERY, advice = true } = options;
  const facts = assumeEntryPoints(options.facts, configuration);
  const ledger = createLedger();
  const subjects = subjectsOf(configuration);
  const bench: HttpBench = {
    configuration,
    facts,
    version,
    chance,
    files,
    readRule: createRuleReader(),
    ledger,
    effort: { comparisons: 0 },
    subjects,
    done: { services: new Set(), middlewares: new Set() },
    soundRules: new Set(),
    referToService,
    referToMiddleware,
  };

  checkTlsMaterial(bench);
  checkTransports(bench);
  checkSpiffeSource(bench);
  const routers = runningRouters(bench);
  checkVanished(bench, routers);
  const children = behaves(version, "routerTree") ? buildTree(bench, routers) : new Map<string, string[]>();
  buildInternalRouters(bench);
  const servedHttp = buildHttpRouters(bench, routers, children);
  const servedTcp = buildTcpRouters(bench);
  buildUdpRouters(bench);
  if (mayMultiply(bench)) checkMultiplied(bench, routers, servedHttp);
  checkDefaultOptions(bench);
  if (advice) {
    // it takes some for each router, while what building them took is still there
    if (routers.size > MANY) relieveMemory();
    advise(bench, routers);
  }

  return {
    diagnostics: ledger.diagnostics(),
    isCalm: ledger.isCalm(),
    running: {
      version,
      facts,
      routers,
      children,
      servedHttp,
      servedTcp,
      readRule: bench.readRule,
      brokenOptions: brokenOptions(bench),
      files,
      certificates: configuration.certificates,
      subjects,
    },
  };
}

/** The HTTP routers of the files as the entry points' settings and conflicts of TLS options leave them. */
function runningRouters(bench: Bench): ReadonlyMap<string, HttpRouter> {
  const { configuration, facts, version } = bench;
  const defaults = defaultEntryPoints(facts);
  const written = new Map<string, HttpRouter>();
  for (const source of configuration.objects["http.routers"].values()) {
    const router = httpRouterOf(source, defaults);
    written.set(router.name, router);
  }
  const modelled = applyModels(written, facts);
  if (!behaves(version, "conflictsRename")) return modelled;
  return resolveConflicts(modelled, (rule) => tlsHosts(bench, rule));
}

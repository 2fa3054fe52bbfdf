import { applyModels } from "../check/http/models.ts";
import { resolveConflicts } from "../check/http/conflicts.ts";
import { wantedOptions, type HttpRouter } from "../check/http/router.ts";
import { behaves } from "../check/behaviour.ts";
import { defaultEntryPoints, entryPointsOf } from "../check/entry-points.ts";
import type { Subject } from "../check/ledger.ts";
import { qualify, writtenName } from "../check/names.ts";
import type { Running } from "../check/running.ts";
import { flagOf, integerOf, structOf, textOf, textsOf } from "../check/values.ts";
import type { Struct } from "../load/configuration.ts";
import { httpRulePriority, tcpRulePriority } from "../rules/domains.ts";
import { ruleSyntaxOf } from "../rules/matcher-names.ts";
import { filePart } from "./file-part.ts";
import { partKey, type Router, type RouterTls } from "./gateway.ts";
import { internalRouters } from "./internal-routers.ts";

/** Every router of every protocol, Traefik's own first. */
export function routersOf(running: Running): readonly Router[] {
  return [
    ...internalHttpRouters(running).map((router) => httpRouter(running, router)),
    ...[...running.routers.values()].map((router) => httpRouter(running, router)),
    ...[...running.subjects["tcp.routers"].values()].map((subject) => tcpRouter(running, subject)),
    ...[...running.subjects["udp.routers"].values()].map((subject) => udpRouter(running, subject)),
  ];
}

/** Traefik's own routers get what their entry points add, as those of the files do. */
function internalHttpRouters({ facts, version }: Running): readonly HttpRouter[] {
  const written = internalRouters(facts).map((router) => [router.name, router] as const);
  const modelled = applyModels(new Map(written), facts);
  // none of their rules names a host
  const resolved = behaves(version, "conflictsRename") ? resolveConflicts(modelled, () => []) : modelled;
  return [...resolved.values()];
}

function httpRouter(running: Running, router: HttpRouter): Router {
  const { name, source, rule, priority, parents, service, tls } = router;
  const children = (running.children.get(name) ?? []).map((child) => partKey("http", "routers", child));
  return {
    key: partKey("http", "routers", name),
    protocol: "http",
    name,
    label: source?.name ?? writtenName(name),
    status: router.status,
    errors: router.texts,
    source,
    does: source === null ? internalDoes(running, router) : served(running, name),
    entryPoints: parents === null ? existing(running, router.entryPoints) : [],
    rule,
    syntax: ruleSyntaxOf(router.ruleSyntax),
    priority: priority === 0 ? httpRulePriority(rule) : priority,
    isPriorityGiven: priority !== 0,
    middlewares: router.middlewares.map((middleware) =>
      partKey("http", "middlewares", qualify(middleware.name, name)),
    ),
    service:
      service.name === "" || children.length > 0
        ? null
        : partKey("http", "services", qualify(service.name, name)),
    children,
    parents: parents && parents.map((parent) => partKey("http", "routers", parent.name)),
    tls: tls && {
      options: wantedOptions(name, tls.options),
      resolvedOptions: tls.resolved,
      passthrough: false,
      certResolver: tls.certResolver.name,
    },
  };
}

function served({ servedHttp }: Running, name: string): Router["does"] {
  return servedHttp.has(name) ? "serves" : "nothing";
}

/** One of Traefik's own routers fails by the middlewares of its entry point alone. */
function internalDoes({ subjects, facts }: Running, { middlewares, name }: HttpRouter): Router["does"] {
  const works = middlewares.every((middleware) => {
    const qualified = qualify(middleware.name, name);
    const subject = subjects["http.middlewares"].get(qualified);
    return subject ? subject.status !== "disabled" : !isMissing(qualified, facts.known);
  });
  return works ? "serves" : "nothing";
}

function isMissing(qualified: string, known: boolean): boolean {
  if (qualified.endsWith("@file")) return true;
  return known && qualified.endsWith("@internal") && !/^(?:redirect-|dashboard_)/.test(qualified);
}

function tcpRouter(running: Running, { name, source, status, texts }: Subject): Router {
  const value: Struct = source?.value ?? {};
  const named = textsOf(value, "entryPoints");
  const rule = textOf(value, "rule");
  const priority = integerOf(value, "priority");
  return {
    ...common("tcp", { name, source, status, texts }, value),
    does: running.servedTcp.get(name) ?? "nothing",
    entryPoints: existing(running, named.length > 0 ? named : defaultEntryPoints(running.facts)),
    rule,
    syntax: ruleSyntaxOf(textOf(value, "ruleSyntax") || running.facts.defaultRuleSyntax),
    priority: priority === 0 ? tcpRulePriority(rule) : priority,
    isPriorityGiven: priority !== 0,
    middlewares: textsOf(value, "middlewares").map((middleware) =>
      partKey("tcp", "middlewares", qualify(middleware, name)),
    ),
    tls: tcpTls(name, structOf(value, "tls")),
  };
}

function tcpTls(name: string, tls: Struct | undefined): RouterTls | null {
  if (tls === undefined) return null;
  const options = wantedOptions(name, { name: textOf(tls, "options") });
  const certResolver = textOf(tls, "certResolver");
  return { options, resolvedOptions: options, passthrough: flagOf(tls, "passthrough"), certResolver };
}

function udpRouter({ facts }: Running, subject: Subject): Router {
  const value: Struct = subject.source?.value ?? {};
  const named = textsOf(value, "entryPoints");
  const all = entryPointsOf(facts, "udp");
  return {
    ...common("udp", subject, value),
    does: subject.status === "disabled" ? "nothing" : "serves",
    entryPoints: [...new Set(named.length > 0 ? named : all)].filter((point) => all.includes(point)),
    rule: "",
    syntax: "v3",
    priority: 0,
    isPriorityGiven: false,
    middlewares: [],
    tls: null,
  };
}

function common(
  protocol: "tcp" | "udp",
  subject: Pick<Subject, "name" | "source" | "status" | "texts">,
  value: Struct,
) {
  const service = textOf(value, "service");
  return {
    ...filePart(protocol, "routers", subject),
    service: service === "" ? null : partKey(protocol, "services", qualify(service, subject.name)),
    children: [],
    parents: null,
  } as const;
}

function existing({ facts }: Running, named: readonly string[]): readonly string[] {
  const all = entryPointsOf(facts, "tcp");
  // on most entry points a router stands for itself
  const [only] = named;
  if (named.length === 1 && only !== undefined && all.includes(only)) return named;
  return [...new Set(named)].filter((point) => all.includes(point));
}

import { concealedText } from "../conceal.ts";
import { serverShares } from "../traefik/model/shares.ts";
import type { Gateway, Router } from "../traefik/model/gateway.ts";
import { shownAddress } from "../traefik/model/shown-address.ts";
import type { Integer } from "../traefik/go/result.ts";
import type { Candidate } from "../traefik/routes/route.ts";
import { choiceByTime, choicesByClient } from "./notes.ts";
import { deliver, deliveries } from "../traefik/routes/deliveries.ts";
import type { Destination } from "../traefik/routes/destinations.ts";
import type { Journey, Step } from "../traefik/routes/journey.ts";
import { printableJson } from "../printable.ts";

/** The document of `explain --format json`, its keys in the order in which they are printed. */
export interface Explanation {
  readonly version: 1;
  /** as written, without `@file`; null: no router has it */
  readonly router: string | null;
  readonly entryPoint: string;
  /** null: no service is asked */
  readonly service: string | null;
  /** the router's, in the order in which a request passes them, those of its entry point first */
  readonly middlewares: readonly string[];
  /** the status with which the gateway itself answers; null: it passes the request on, or cuts it off */
  readonly status: number | null;
  /** where to, of a redirection */
  readonly redirect: string | null;
  /** path and query as the servers get them; null where they get different ones, as their own entries say */
  readonly path: string | null;
  readonly host: string | null;
  /** why it ends where it ends, where that is no service */
  readonly reason: string | null;
  /** where it ends, with the part of such requests that ends there, from 0 to 1 */
  readonly leaves: readonly LeafExplanation[];
  /** what each middleware does, a chain's members each for itself */
  readonly steps: readonly StepExplanation[];
  /** other routers that match with the same priority: it is chance which one Traefik has first */
  readonly ties: readonly string[];
  /** what else is chance, where something is */
  readonly chance: string | null;
  /** what it rests on, where another client could fare otherwise */
  readonly notes: readonly string[];
  /** the routers in the order tried, up to the winner */
  readonly candidates: readonly CandidateExplanation[];
}

export interface StepExplanation {
  readonly middleware: string;
  readonly does: string;
}

export interface LeafExplanation {
  readonly service: string;
  readonly probability: number;
  readonly role: Destination["role"];
  /** the status with which the gateway itself answers there; null: servers are asked */
  readonly status: number | null;
  /** where to, of a redirection */
  readonly redirect: string | null;
  /** why it ends there, or why it is not known, where no server is asked */
  readonly reason: string | null;
  /** what the middlewares of the services behind the router's do; null: it differs by ways, which are too many */
  readonly steps: readonly StepExplanation[] | null;
  readonly servers: readonly {
    readonly address: string;
    /** null: any, it is chance */
    readonly share: number | null;
    /** as it gets them; null for TCP */
    readonly host: string | null;
    readonly path: string | null;
  }[];
}

export interface CandidateExplanation {
  readonly router: string;
  readonly priority: Integer;
  readonly matched: boolean;
  /** the part of its rule that does not hold */
  readonly failed: string | null;
}

/** A journey as a document. */
export function explanationOf(gateway: Gateway, journey: Journey): Explanation {
  const { router, parents, entryPoint, ties, tried } = journey;
  const { steps, end, destinations, passed } = journey.passage();
  const way = [...parents, ...(router ? [router] : [])];
  const service = router?.service ? (gateway.services.get(router.service)?.label ?? null) : null;
  const asked = deliveries(destinations);
  return {
    version: 1,
    router: router?.label ?? null,
    entryPoint,
    service,
    middlewares: middlewareNames(gateway, way),
    status: end.kind === "answered" ? end.status : null,
    redirect: end.kind === "answered" ? end.location : null,
    path: onlyOf(asked.map(({ uri }) => uri)),
    host: onlyOf(asked.map(({ host }) => host)),
    reason: end.kind === "service" ? null : concealedText(end.says),
    leaves: destinations.map(explainLeaf),
    steps: steps.map(explainStep),
    ties: ties.map(({ label }) => label),
    chance: journey.chance ?? choiceByTime(destinations),
    notes: [...(journey.assumed === null ? [] : [journey.assumed]), ...choicesByClient(passed)],
    candidates: tried().map(explainCandidate),
  };
}

/** The middlewares of routers, in the order in which a request passes them. */
export function middlewareNames(gateway: Gateway, way: readonly Router[]): string[] {
  return way.flatMap(({ middlewares }) =>
    middlewares.map((key) => gateway.middlewares.get(key)?.label ?? key),
  );
}

/** What all have in common; null: nothing, or there are none. */
function onlyOf(texts: readonly string[]): string | null {
  const [first = null] = texts;
  return texts.every((text) => text === first) ? first : null;
}

function explainStep({ middleware, effect }: Step): StepExplanation {
  return { middleware: middleware.label, does: concealedText(effect.says) };
}

function explainLeaf(destination: Destination): LeafExplanation {
  const { service, probability, role, client, steps, sent, answer, unknown } = destination;
  const reason = answer?.says ?? unknown;
  const asked = reason === null ? serverShares(service, client) : [];
  const servers = asked.map((server) => {
    const { host, uri: path } = sent ? deliver(service, server, sent) : { host: null, uri: null };
    return {
      address: concealedText(shownAddress(server.address)),
      share: server.share === null ? null : rounded(server.share),
      host,
      path,
    };
  });
  return {
    service: service.label,
    probability: rounded(probability),
    role,
    status: answer?.status ?? null,
    redirect: answer?.location ?? null,
    reason: reason && concealedText(reason),
    steps: steps && steps.map(explainStep),
    servers,
  };
}

/** Without the noise of floating point: 0.045, not 0.045000000000000005. */
function rounded(part: number): number {
  return Number(part.toPrecision(12));
}

function explainCandidate({ router, matched, failed }: Candidate): CandidateExplanation {
  return {
    router: router.label,
    priority: router.priority,
    matched,
    failed: failed === null ? null : concealedText(router.rule.slice(failed.start, failed.end)),
  };
}

/** The document as text. Priorities are written to the last digit, also those beyond JavaScript's safe integers. */
export function explanationText(explanation: Explanation, indent: number): string {
  const text = JSON.stringify(
    explanation,
    (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    indent,
  );
  // within a text a quotation mark would have a backslash before it: this is the key
  return printableJson(text).replace(/("priority": ?)"(-?\d+)"/g, "$1$2");
}

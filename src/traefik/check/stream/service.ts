import { quote } from "../../go/strconv.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import { inOrder, untilFault } from "../bench.ts";
import { behaves } from "../behaviour.ts";
import { fault, lastWritten, passOn, placeOf, type Cause, type Fault } from "../fault.ts";
import { MAX_DEPTH, type Holder } from "../http/bench.ts";
import { tooDeep } from "../http/loops.ts";
import type { Subject } from "../ledger.ts";
import { describe, qualify } from "../names.ts";
import { find, maybeElsewhere, unknownName, type Reference } from "../references.ts";
import { checkTcpServer } from "../tcp/server.ts";
import { integerOf, structOf, structsOf, textOf } from "../values.ts";
import { checkAddress } from "./address.ts";
import type { StreamBench } from "./bench.ts";
import { checkHealthCheckDurations } from "../health-check.ts";

/** Builds the TCP or UDP service that an object names, and whatever that one is made of. */
export function referToStreamService(
  bench: StreamBench,
  holder: Holder,
  reference: Reference,
  path: readonly string[],
): readonly Fault[] {
  const kind = `${bench.protocol}.services` as const;
  const name = qualify(reference.name, holder.name);
  const service = find(bench, kind, name);
  if (!service?.source) {
    if (maybeElsewhere(bench, kind, name)) return [];
    const text = `the ${bench.protocol === "udp" ? "UDP service" : "service"} ${quote(name)} does not exist`;
    return [unknownName(bench, kind, reference, name, holder.owner, text)];
  }
  return passOn(outcome(bench, holder, reference, service, service.source, path), holder.owner, reference.at);
}

/**
 * What building a service comes to. Traefik follows a circle until its stack overflows, unless one of the services in
 * it has a child that fails: shuffled anew in every round, that one comes first in the end, and all of the circle fails.
 */
function outcome(
  bench: StreamBench,
  holder: Holder,
  reference: Reference,
  service: Subject,
  owner: LoadedObject,
  path: readonly string[],
): readonly Fault[] {
  const { name } = service;
  const known = bench.outcomes.get(name);
  if (known !== undefined) {
    joinCircles(bench, name, path);
    return known;
  }
  const { every } = bench.chance;
  const again = path.indexOf(name);
  if (again >= 0 && (every || path.length >= MAX_DEPTH)) {
    const cause = crashLoop(bench, holder, reference, owner);
    if (every) bench.circles.push({ head: name, members: path.slice(again + 1), cause });
    else bench.ledger.note(cause);
    return [];
  }
  if (path.length >= MAX_DEPTH) return tooDeep(bench, owner);
  const rebuild = (): readonly Fault[] => build(bench, service, owner, reference.name, [...path, name]);
  const first = rebuild();
  if (!every) {
    if (first.length === 0) bench.outcomes.set(name, first);
    return first;
  }
  const faults = closeCircles(bench, name, first, rebuild);
  bench.outcomes.set(name, faults);
  return faults;
}

/** Whether a service is part of a circle of which it is not yet known how it ends: then it is not known to be built. */
function isOpen({ circles }: StreamBench, name: string): boolean {
  return circles.some(({ head, members }) => head === name || members.includes(name));
}

/** What refers to a service of an open circle from below its head is part of that circle too. */
function joinCircles(bench: StreamBench, name: string, path: readonly string[]): void {
  const joined = bench.circles.flatMap(({ head, members, cause }) => {
    const between = path.slice(path.indexOf(head) + 1);
    const joins =
      path.includes(head) && members.includes(name) && between.some((part) => !members.includes(part));
    return joins ? [{ head, members: [...between, name], cause }] : [];
  });
  bench.circles.push(...joined);
}

/** Of the circles that end at a service: whether it fails, and with it all in them, or Traefik dies. */
function closeCircles(
  bench: StreamBench,
  name: string,
  faults: readonly Fault[],
  rebuild: () => readonly Fault[],
): readonly Fault[] {
  const own = bench.circles.filter(({ head }) => head === name);
  if (own.length === 0) return faults;
  const others = bench.circles.filter(({ head }) => head !== name);
  bench.circles.splice(0, bench.circles.length, ...others);
  if (faults.length === 0) {
    // part of a wider circle: what ends that one ends this one too
    const wider = others.find(({ members }) => members.includes(name));
    for (const { members, cause } of own) {
      if (wider) bench.circles.push({ head: wider.head, members: [...wider.members, ...members], cause });
      else bench.ledger.note(cause);
    }
    return faults;
  }
  bench.outcomes.set(name, faults);
  for (const member of own.flatMap(({ members }) => members)) bench.outcomes.delete(member);
  return rebuild();
}

function crashLoop(
  { protocol }: StreamBench,
  holder: Holder,
  reference: Reference,
  owner: LoadedObject,
): Cause {
  const { cause } = fault("", {
    rule: "crash-loop",
    owner,
    place: placeOf(holder.owner, reference.at),
    says: `it is built from itself, by way of ${describe(holder.owner)}; Traefik dies of a loop of ${protocol.toUpperCase()} services, and again at every start`,
    hint: "break the circle at one of its references",
  });
  return cause;
}

function build(
  bench: StreamBench,
  service: Subject,
  owner: LoadedObject,
  written: string,
  path: readonly string[],
): readonly Fault[] {
  const balancer = structOf(owner.value, "loadBalancer");
  const weighted = structOf(owner.value, "weighted");
  const told = (found: Fault): readonly Fault[] => {
    bench.ledger.fail(service, found);
    return [found];
  };
  if (balancer && weighted) return told(multipleTypes(owner));
  if (balancer) return buildLoadBalancer(bench, { owner, name: service.name }, balancer);
  if (!weighted) return told(missingType(bench, service.name, owner));
  const faults = untilFault(bench, structsOf(weighted, "services"), (child) =>
    buildChild(bench, { owner, name: service.name }, written, weighted, child, path),
  );
  if (behaves(bench.version, "weightedTcpBlamed"))
    for (const found of faults) bench.ledger.fail(service, found);
  return faults;
}

function buildChild(
  bench: StreamBench,
  holder: Holder,
  written: string,
  weighted: Struct,
  child: Struct,
  path: readonly string[],
): readonly Fault[] {
  const reference = { name: textOf(child, "name"), at: [child, "name"] as const };
  // Traefik asks for the report of what it has built, and what is in a circle never is
  const reports = () =>
    structOf(weighted, "healthCheck") && !isOpen(bench, qualify(reference.name, holder.name));
  return inOrder(
    () => checkWeight(bench, holder, child, reference.name),
    () => referToStreamService(bench, holder, reference, path),
    () => (reports() ? checkReport(bench, holder, written, reference) : []),
  );
}

function checkWeight(bench: StreamBench, { owner }: Holder, child: Struct, name: string): readonly Fault[] {
  const weight = integerOf(child, "weight");
  if (weight >= 0 || !behaves(bench.version, "negativeWeightsRefused")) return [];
  const noun = bench.protocol === "udp" ? "UDP service" : "service";
  return [
    fault(`invalid negative weight ${weight} for ${noun} ${quote(name)}`, {
      rule: "out-of-range",
      owner,
      at: [child, "weight"],
      says: `a weight may not be negative, as that of "${name}" is`,
    }),
  ];
}

/** A weighted service with a health check must hear from its children; both are named as written. */
function checkReport(
  bench: StreamBench,
  { owner, name }: Holder,
  written: string,
  child: Reference,
): readonly Fault[] {
  const source = find(bench, `${bench.protocol}.services`, qualify(child.name, name))?.source;
  if (!source || bench.protocol === "udp") return [];
  const type = structOf(source.value, "loadBalancer") ?? structOf(source.value, "weighted");
  if (!type || structOf(type, "healthCheck")) return [];
  const reason = "healthCheck not enabled in config for this weighted service";
  return [
    fault(`cannot register ${child.name} as updater for ${written}: ${reason}`, {
      rule: "health-not-reported",
      owner,
      at: child.at,
      says: `it needs to know whether service "${child.name}" is healthy, which has no healthCheck`,
      hint: "give that service a healthCheck",
    }),
  ];
}

function buildLoadBalancer(bench: StreamBench, holder: Holder, balancer: Struct): readonly Fault[] {
  const servers = structsOf(balancer, "servers");
  const faults = untilFault(bench, servers, (server) => {
    if (!checkAddress(bench, holder.owner, server)) return [];
    return bench.protocol === "tcp" ? checkTcpServer(bench, holder, balancer) : [];
  });
  const healthCheck = structOf(balancer, "healthCheck");
  if (faults.length === 0 && healthCheck) checkHealthCheckDurations(bench, holder.owner, healthCheck);
  return faults;
}

function multipleTypes(owner: LoadedObject): Fault {
  return fault(
    "cannot create service: multi-types service not supported, consider declaring two different pieces of service instead",
    {
      rule: "multiple-types",
      owner,
      at: [owner.value, lastWritten(owner.value, ["loadBalancer", "weighted"]), "name"],
      says: "a service can be of one type only, and this one is loadBalancer and weighted",
      hint: "make it two services",
    },
  );
}

function missingType({ protocol }: StreamBench, name: string, owner: LoadedObject): Fault {
  const noun = protocol === "udp" ? "UDP service" : "service";
  return fault(`the ${noun} ${quote(name)} does not have any type defined`, {
    rule: "missing-type",
    owner,
    says: "it is of no type",
    hint: "a service is loadBalancer or weighted",
  });
}

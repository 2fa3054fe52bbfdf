import { quote } from "../../go/strconv.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { behaves } from "../behaviour.ts";
import { fault, lastWritten, passOn, placeOf, type Fault, type Place, type WhereNamed } from "../fault.ts";
import type { Subject } from "../ledger.ts";
import { referToMiddlewares } from "../middleware-list.ts";
import { qualify, writtenName } from "../names.ts";
import { find, maybeElsewhere, unknownName, type Reference } from "../references.ts";
import { structOf } from "../values.ts";
import { MAX_DEPTH, type Holder, type HttpBench, type Path } from "./bench.ts";
import { buildFailover, buildHighestRandomWeight, buildMirroring, buildWeighted } from "./composite.ts";
import { internalService } from "./internal-services.ts";
import { buildLoadBalancer } from "./load-balancer.ts";
import { loopFault, tooDeep } from "./loops.ts";
import { listed } from "./router.ts";

const TYPES = {
  loadBalancer: buildLoadBalancer,
  weighted: buildWeighted,
  highestRandomWeight: buildHighestRandomWeight,
  mirroring: buildMirroring,
  failover: buildFailover,
} as const;

/** The kinds of service that a service is; Traefik wants exactly one. */
export function serviceTypes(service: LoadedObject["value"]): readonly (keyof typeof TYPES)[] {
  return (Object.keys(TYPES) as (keyof typeof TYPES)[]).filter(
    (type) => structOf(service, type) !== undefined,
  );
}

/** Builds the service that an object names, and whatever that one is made of. */
export function referToService(
  bench: HttpBench,
  holder: Holder,
  reference: Reference,
  path: Path,
): readonly Fault[] {
  const name = qualify(reference.name, holder.name);
  if (bench.done.services.has(name)) return [];
  if (name.endsWith("@internal")) return internalService(bench, name, holder.owner, reference, path);
  const service = find(bench, "http.services", name);
  if (!service) {
    if (maybeElsewhere(bench, "http.services", name)) return [];
    const text = `the service ${quote(name)} does not exist`;
    return [unknownName(bench, "http.services", reference, name, holder.owner, text)];
  }
  const whereNamed = (): Place => placeOf(holder.owner, reference.at);
  return passOn(buildService(bench, service, path, whereNamed), holder.owner, reference.at);
}

function buildService(
  bench: HttpBench,
  service: Subject,
  path: Path,
  whereNamed: WhereNamed,
): readonly Fault[] {
  const { name, source, texts, causes } = service;
  if (source === null) return [];
  // what failed once is not built again: it answers with all that it was told
  if (service.status === "disabled") return [{ text: texts.join(", "), cause: causes[0]! }];
  const faults = buildNew(bench, service, source, path, whereNamed);
  for (const found of faults) bench.ledger.fail(service, found);
  if (faults.length === 0) bench.done.services.add(name);
  return faults;
}

function buildNew(
  bench: HttpBench,
  { name }: Subject,
  source: LoadedObject,
  path: Path,
  whereNamed: WhereNamed,
): readonly Fault[] {
  const step = `service:${name}`;
  const types = serviceTypes(source.value);
  if (types.length > 1) return [multipleTypes(source, types)];
  if (path.includes(step)) {
    if (behaves(bench.version, "serviceLoopsNoticed"))
      return [loopFault(bench, "service", name, source, path, whereNamed())];
    bench.ledger.note(endlessLoop(source, path, whereNamed()));
    return [];
  }
  if (path.length >= MAX_DEPTH) return tooDeep(bench, source);
  const longer = [...path, step];
  const [type] = types;
  if (type === undefined) return [missingType(name, source)];
  const holder = { owner: source, name };
  const faults = TYPES[type](bench, holder, structOf(source.value, type)!, longer);
  if (faults.length > 0) return faults;
  return referToMiddlewares(bench, holder, listed(source.value, "middlewares"), longer);
}

function multipleTypes(owner: LoadedObject, types: readonly string[]): Fault {
  return fault(
    "cannot create service: multi-types service not supported, consider declaring two different pieces of service instead",
    {
      rule: "multiple-types",
      owner,
      at: [owner.value, lastWritten(owner.value, types), "name"],
      says: `a service can be of one type only, and this one is ${types.join(" and ")}`,
      hint: "make it several services",
    },
  );
}

function missingType(name: string, owner: LoadedObject): Fault {
  return fault(`the service ${quote(name)} does not have any type defined`, {
    rule: "missing-type",
    owner,
    says: "it is of no type",
    hint: `a service is one of ${Object.keys(TYPES).join(", ")}`,
  });
}

function endlessLoop(owner: LoadedObject, path: Path, place: Place): Fault["cause"] {
  const ring = path.map((step) => writtenName(step.slice(step.indexOf(":") + 1)));
  const { cause } = fault("", {
    rule: "crash-loop",
    owner,
    place,
    says: `it is built from itself (${[...ring, owner.name].join(" → ")}), which this Traefik follows until its memory is full`,
  });
  return cause;
}

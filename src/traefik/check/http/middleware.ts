import { quote } from "../../go/strconv.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { fault, lastWritten, passOn, placeOf, type Fault, type Place, type WhereNamed } from "../fault.ts";
import type { Subject } from "../ledger.ts";
import { MIDDLEWARES, type MiddlewareType } from "../middlewares/registry.ts";
import { qualify } from "../names.ts";
import { find, type Reference } from "../references.ts";
import { structOf } from "../values.ts";
import { MAX_DEPTH, type Holder, type HttpBench, type Path } from "./bench.ts";
import { loopFault, tooDeep } from "./loops.ts";
import { unknownMiddleware } from "./unknown-middleware.ts";

/** Builds the middleware that an object names, and whatever that one needs. */
export function referToMiddleware(
  bench: HttpBench,
  holder: Holder,
  reference: Reference,
  path: Path,
): readonly Fault[] {
  const name = qualify(reference.name, holder.name);
  const middleware = find(bench, "http.middlewares", name);
  if (!middleware) {
    const fault = unknownMiddleware(bench, holder, reference);
    return fault ? [fault] : [];
  }
  const whereNamed = (): Place => placeOf(holder.owner, reference.at);
  return passOn(buildMiddleware(bench, middleware, path, whereNamed), holder.owner, reference.at);
}

/** Builds a middleware of a file; Traefik does so at every use. */
export function buildMiddleware(
  bench: HttpBench,
  middleware: Subject,
  path: Path,
  whereNamed: WhereNamed,
): readonly Fault[] {
  const { name, source } = middleware;
  if (source === null || bench.done.middlewares.has(name)) return [];
  const step = `middleware:${name}`;
  const faults = path.includes(step)
    ? [loopFault(bench, "middleware", name, source, path, whereNamed())]
    : buildNew(bench, name, source, [...path, step]);
  for (const found of faults) bench.ledger.fail(middleware, found);
  if (faults.length === 0) bench.done.middlewares.add(name);
  return faults;
}

function buildNew(bench: HttpBench, name: string, source: LoadedObject, path: Path): readonly Fault[] {
  if (path.length > MAX_DEPTH) return tooDeep(bench, source);
  const types = middlewareTypes(source.value);
  const [type] = types;
  if (type === undefined) return [missingType(name, source)];
  if (types.length > 1) return [multipleTypes(source, types)];
  const config = structOf(source.value, type)!;
  return MIDDLEWARES[type](config, { bench, owner: source, name, path });
}

/** The kinds of middleware that a middleware is; Traefik wants exactly one. */
export function middlewareTypes(middleware: LoadedObject["value"]): readonly MiddlewareType[] {
  const types = Object.keys(MIDDLEWARES) as MiddlewareType[];
  return types.filter((type) => structOf(middleware, type) !== undefined);
}

function multipleTypes(owner: LoadedObject, types: readonly string[]): Fault {
  return fault(
    "cannot create middleware: multi-types middleware not supported, consider declaring two different pieces of middleware instead",
    {
      rule: "multiple-types",
      owner,
      at: [owner.value, lastWritten(owner.value, types), "name"],
      says: `a middleware can be of one type only, and this one is ${types.join(" and ")}`,
      hint: "make it several middlewares, and name them all, or a chain of them",
    },
  );
}

function missingType(name: string, owner: LoadedObject): Fault {
  return fault(
    `invalid middleware ${quote(name)} configuration: invalid middleware type or middleware does not exist`,
    {
      rule: "missing-type",
      owner,
      says: "it is of no type that Traefik takes from files",
      hint: `types: ${Object.keys(MIDDLEWARES).toSorted().join(", ")}`,
    },
  );
}

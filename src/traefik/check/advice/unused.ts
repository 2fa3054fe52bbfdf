import { keyOf, type LoadedObject, type Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { meantBy } from "../references.ts";
import { describe, qualify, storedName, writtenName } from "../names.ts";
import { structOf, textOf, textsOf } from "../values.ts";
import { childrenOf } from "./children.ts";

const PROTOCOLS = ["http", "tcp", "udp"] as const;

/** The names that an object refers to, as written. */
interface Names {
  readonly services: readonly string[];
  readonly middlewares: readonly string[];
}

/**
 * Services and middlewares that no router leads to; other providers' objects may use them all the same. One that was
 * most likely meant by a name that nothing bears is not told of: that name is the mistake.
 */
export function adviseUnused(bench: Bench): void {
  const { configuration, facts, ledger } = bench;
  const { objects } = configuration;
  const ofEntryPoints = [...facts.entryPoints.values()].flatMap(({ middlewares }) => middlewares);
  for (const protocol of PROTOCOLS) {
    const services = objects[`${protocol}.services`];
    const middlewares =
      protocol === "udp" ? new Map<string, LoadedObject>() : objects[`${protocol}.middlewares`];
    const used = new Set<LoadedObject>();
    const use = (among: ReadonlyMap<string, LoadedObject>, name: string, holder: string): void => {
      const qualified = qualify(name, holder);
      if (name === "" || !qualified.endsWith("@file")) return;
      const written = writtenName(qualified);
      const object = among.get(written) ?? among.get(meantBy(bench, written, among.keys(), among.size) ?? "");
      if (object) used.add(object);
    };
    for (const router of objects[`${protocol}.routers`].values()) used.add(router);
    if (protocol === "http") for (const name of ofEntryPoints) use(middlewares, name, "@file");
    // a set hands out what is added while it is walked
    for (const { kind, name, value } of used) {
      const named = kind.endsWith("services") ? namedByService(value) : namedByOther(value);
      for (const service of named.services) use(services, service, storedName(name));
      for (const middleware of named.middlewares) use(middlewares, middleware, storedName(name));
    }
    for (const object of services.values()) if (!used.has(object)) report(object, "unused-service");
    for (const object of middlewares.values()) if (!used.has(object)) report(object, "unused-middleware");
  }

  function report(object: LoadedObject, rule: "unused-service" | "unused-middleware"): void {
    ledger.remark(rule, {
      place: { document: object.document, span: keyOf(object) },
      object,
      message: `${describe(object)} is used by no router of the files`,
      hint: `remove it, unless another provider's objects name it as "${object.name}@file"`,
    });
  }
}

function namedByService(service: Struct): Names {
  return { services: childrenOf(service), middlewares: textsOf(service, "middlewares") };
}

/** Routers name a service and middlewares themselves, middlewares by way of `chain` and `errors`. */
function namedByOther(object: Struct): Names {
  const errors = structOf(object, "errors");
  const chain = structOf(object, "chain");
  return {
    services: [textOf(object, "service"), ...(errors ? [textOf(errors, "service")] : [])],
    middlewares: [...textsOf(object, "middlewares"), ...(chain ? textsOf(chain, "middlewares") : [])],
  };
}

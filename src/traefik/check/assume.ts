import type { DynamicConfiguration, ObjectKind } from "../load/configuration.ts";
import { plainEntryPoint, type StaticFacts } from "../static/facts.ts";
import { textsOf } from "./values.ts";

/** Without a static configuration every entry point that a router names is taken to exist, for what the router is. */
export function assumeEntryPoints(facts: StaticFacts, { objects }: DynamicConfiguration): StaticFacts {
  if (facts.known) return facts;
  const entryPoints = new Map(facts.entryPoints);
  const assume = (kind: ObjectKind, protocol: "tcp" | "udp"): void => {
    for (const { value } of objects[kind].values())
      for (const name of textsOf(value, "entryPoints"))
        if (!entryPoints.has(name)) entryPoints.set(name, { ...plainEntryPoint(""), protocol });
  };
  assume("http.routers", "tcp");
  assume("tcp.routers", "tcp");
  assume("udp.routers", "udp");
  // UDP routers that name none have all there are
  if (!entryPointsHold(entryPoints, "udp"))
    entryPoints.set("udp", { ...plainEntryPoint(""), protocol: "udp" });
  return { ...facts, entryPoints };
}

function entryPointsHold(entryPoints: StaticFacts["entryPoints"], protocol: "tcp" | "udp"): boolean {
  return [...entryPoints.values()].some((point) => point.protocol === protocol);
}

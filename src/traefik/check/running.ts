import type { StaticFacts } from "../static/facts.ts";
import type { TraefikVersion } from "../versions.ts";
import type { Bench } from "./bench.ts";
import type { DynamicConfiguration } from "../load/configuration.ts";
import type { HttpRouter } from "./http/router.ts";
import type { MachineFiles } from "./machine-files.ts";
import type { RuleReader } from "./rules/rule-reader.ts";

/** What Traefik runs of a configuration once it has built it, the broken parts included. */
export interface Running {
  readonly version: TraefikVersion;
  /** with the entry points that had to be assumed */
  readonly facts: StaticFacts;
  /** HTTP routers of the files as entry points and conflicts leave them, by stored name */
  readonly routers: ReadonlyMap<string, HttpRouter>;
  /** names of the children of HTTP routers */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** names of the HTTP routers that requests can reach: a root on its entry points, a child through its parents */
  readonly servedHttp: ReadonlySet<string>;
  /** names of the TCP routers that connections can reach; `closes`: TLS options are broken, and it cuts them off */
  readonly servedTcp: ReadonlyMap<string, "serves" | "closes">;
  /** reads rules, and remembers those that were read */
  readonly readRule: RuleReader;
  /** names of the TLS options of the files of which no TLS configuration can be made */
  readonly brokenOptions: ReadonlySet<string>;
  /** what is at the paths that the configuration names */
  readonly files: MachineFiles;
  readonly certificates: DynamicConfiguration["certificates"];
  /** all objects of the files by kind and stored name; HTTP routers as they are written */
  readonly subjects: Bench["subjects"];
}

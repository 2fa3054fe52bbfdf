import type { Struct } from "../../load/configuration.ts";
import type { TraefikVersion } from "../../versions.ts";
import type { InFlight } from "./in-flight.ts";

/** What a middleware does to a request. */
export interface Effect {
  /** for people, in the present: `strips /api: the path is /v1/users` */
  readonly says: string;
  /** the request ends here */
  readonly answer?: Answer;
}

/** An answer that a middleware gives itself. */
export interface Answer {
  readonly status: number;
  /** of a redirection */
  readonly location?: string;
}

/** Does to a request what a middleware of one type, with this configuration, does to it. */
export type Applies = (request: InFlight, config: Struct, version: TraefikVersion) => Effect;

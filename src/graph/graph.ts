/** The ways of an environment from left to right: where requests come in, what happens to them, where they end. */
export interface Graph {
  /** the environment as people name it */
  readonly title: string;
  readonly traefikVersion: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export const NODE_KINDS = ["entryPoint", "router", "middleware", "service", "server"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/**
 * - `enabled`: Traefik serves it;
 * - `warning`: it is served, with an error in its status;
 * - `disabled`: it is not served;
 * - `missing`: it is named, and the provider that has to have it does not;
 * - `elsewhere`: another provider's (`app@docker`), which only a running Traefik can know.
 */
export type NodeState = "enabled" | "warning" | "disabled" | "missing" | "elsewhere";

export interface GraphNode {
  /** unique in the graph, and the same for the same configuration */
  readonly id: string;
  readonly kind: NodeKind;
  readonly protocol: "http" | "tcp" | "udp";
  /** as written */
  readonly name: string;
  /** an address, a rule, a middleware's type, a service's type; may be empty */
  readonly detail: string;
  readonly state: NodeState;
  /** why it is not simply enabled, in Traefik's words */
  readonly problem: string | null;
  /** where it is written; null for what is written in no file of the environment */
  readonly file: string | null;
  readonly line: number | null;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `90 %`, `fallback`, `mirror 10 %`, `status 500-599`; empty for the plain way on */
  readonly label: string;
  /** part of the requests that go this way, from 0 to 1; where the fastest server gets them, all may */
  readonly share: number;
  /** whether requests go on this way; false for copies, fallbacks and error pages */
  readonly isMain: boolean;
}

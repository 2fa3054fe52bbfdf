import type { Running } from "../traefik/check/judge.ts";
import type { Subject } from "../traefik/check/ledger.ts";
import { writtenName } from "../traefik/check/names.ts";
import type { StaticFacts } from "../traefik/static/facts.ts";
import type { GraphEdge, GraphNode } from "./graph.ts";

/** A graph that is being drawn. */
export interface Sheet {
  readonly running: Running;
  readonly facts: StaticFacts;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, GraphEdge>;
  /** adds a node unless it is there; returns its id */
  readonly add: (node: GraphNode) => string;
  /** leads from one node to another; without more said, all requests go this way */
  readonly connect: (from: string, to: string, way?: Partial<GraphEdge>) => void;
}

/** Starts an empty sheet. */
export function createSheet(running: Running, facts: StaticFacts): Sheet {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  return {
    running,
    facts,
    nodes,
    edges,
    add: (node) => {
      if (!nodes.has(node.id)) nodes.set(node.id, node);
      return node.id;
    },
    connect: (from, to, way = {}) => {
      const edge = { from, to, label: "", share: 1, isMain: true, ...way };
      edges.set(`${from}\n${to}\n${edge.label}`, edge);
    },
  };
}

/** What a node says of the object that it stands for. */
export function placeOf({
  name,
  source,
  status,
  texts,
}: Subject): Pick<GraphNode, "name" | "state" | "problem" | "file" | "line"> {
  return {
    name: writtenName(name),
    state: status,
    problem: texts.length === 0 ? null : texts.join("; "),
    file: source?.document.file ?? null,
    line: source ? source.document.range(source.key).line : null,
  };
}

/** A node for what a name means that no object of the files bears: another provider's, Traefik's own, or nothing. */
export function strange(
  qualified: string,
): Pick<GraphNode, "name" | "state" | "problem" | "file" | "line" | "detail"> {
  const provider = qualified.slice(qualified.lastIndexOf("@") + 1);
  const nowhere = { file: null, line: null };
  if (provider === "file") {
    const problem = "no file defines it";
    return { name: writtenName(qualified), detail: "", state: "missing", problem, ...nowhere };
  }
  if (provider === "internal") {
    return { name: qualified, detail: "Traefik's own", state: "enabled", problem: null, ...nowhere };
  }
  const detail = `known to ${provider} alone`;
  return { name: qualified, detail, state: "elsewhere", problem: null, ...nowhere };
}

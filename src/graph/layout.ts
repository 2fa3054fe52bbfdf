import { adjacency } from "./adjacency.ts";
import { NODE_KINDS, type GraphEdge, type GraphNode, type NodeKind } from "./graph.ts";

/** Where everything stands, in pixels at full size. */
export interface Layout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly columns: readonly Column[];
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All nodes of one rank; middlewares and services can have several. */
export interface Column {
  readonly kind: NodeKind;
  readonly x: number;
  readonly width: number;
}

const ROW = 46;
const HEIGHT = 36;
const GAP = 84;
const MARGIN = 24;
const WIDTH: Readonly<Record<NodeKind, number>> = {
  entryPoint: 150,
  router: 290,
  middleware: 190,
  service: 200,
  server: 230,
};
/** that many are in sight when nobody has moved yet */
const FIRST_ROWS = 8;

/** Lays a graph out in columns from left to right, rows close to what leads to them. Same input, same output. */
export function layOutGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Layout {
  const ranks = ranksOf(nodes, edges);
  const columns: GraphNode[][] = [];
  for (const node of inOrderOfVisit(nodes, edges)) {
    (columns[ranks.get(node.id) ?? 0] ??= []).push(node);
  }
  const filled = columns.filter((column) => column !== undefined && column.length > 0);
  const rows = alignRows(filled, edges);

  const boxes = new Map<string, Box>();
  const placed: Column[] = [];
  let x = MARGIN;
  for (const column of filled) {
    const kind = column[0]?.kind ?? "router";
    const width = Math.max(...column.map((node) => WIDTH[node.kind]));
    placed.push({ kind, x, width });
    for (const { id } of column) {
      boxes.set(id, { x, y: MARGIN + (rows.get(id) ?? 0) * ROW, width, height: HEIGHT });
    }
    x += width + GAP;
  }
  const bottom = Math.max(0, ...[...boxes.values()].map(({ y }) => y + HEIGHT));
  return { boxes, columns: placed, width: Math.max(0, x - GAP) + MARGIN, height: bottom + MARGIN };
}

/** The longest way to each node; services all begin behind the last middleware, servers behind the last service. */
function ranksOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, number> {
  const before = adjacency(edges.map(({ from, to }) => [to, from]));
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const ranks = new Map<string, number>();
  let floor = 0;
  for (const kind of NODE_KINDS) {
    // entry points stay in one column, whichever redirects to which
    const ownOf = (id: string): readonly string[] =>
      kind === "entryPoint" ? [] : (before.get(id) ?? []).filter((other) => kinds.get(other) === kind);
    for (const node of nodes) if (node.kind === kind) rank(node.id, floor, ownOf, ranks);
    const ofKind = nodes.filter((node) => node.kind === kind).map(({ id }) => ranks.get(id) ?? floor);
    floor = ofKind.reduce((most, one) => Math.max(most, one + 1), floor);
  }
  return ranks;
}

/** Ranks a node behind all that lead to it. The stack is kept by hand: these may be as many as a file has room for. */
function rank(
  start: string,
  floor: number,
  before: (id: string) => readonly string[],
  ranks: Map<string, number>,
): void {
  const open = new Map<string, IterableIterator<string>>();
  const stack = [start];
  for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
    const left = open.get(id) ?? before(id).values();
    open.set(id, left);
    const { value: next } = left.next();
    if (next !== undefined) {
      if (!ranks.has(next) && !open.has(next)) stack.push(next);
      continue;
    }
    // in a circle any of its members may come first
    const own = before(id).reduce((most, other) => Math.max(most, (ranks.get(other) ?? floor) + 1), floor);
    ranks.set(id, own);
    stack.pop();
  }
}

/** Depth first from the routers, in their order: what belongs together stands together. */
function inOrderOfVisit(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const next = adjacency(edges.map(({ from, to }) => [from, to]));
  const seen = new Set<string>();
  const order: GraphNode[] = [];
  for (const { id: start } of [...nodes.filter(({ kind }) => kind === "router"), ...nodes]) {
    const open = [start];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const node = byId.get(id);
      if (seen.has(id) || node === undefined) continue;
      seen.add(id);
      order.push(node);
      open.push(...(next.get(id) ?? []).toReversed());
    }
  }
  return order;
}

/**
 * The row of each node, in fractions. The routers stand in their order; what they lead to as near to them as its
 * column allows, and what nothing leads to at the end. Entry points stay in the first rows: everybody looks there.
 */
function alignRows(
  columns: readonly (readonly GraphNode[])[],
  edges: readonly GraphEdge[],
): Map<string, number> {
  const rows = new Map<string, number>();
  const before = adjacency(edges.map(({ from, to }) => [to, from]));
  const after = adjacency(edges.map(({ from, to }) => [from, to]));
  const place = (column: readonly GraphNode[], wish: (node: GraphNode, index: number) => number): void => {
    const wished = column.map((node, index) => ({ id: node.id, row: wish(node, index) }));
    const sorted = wished.toSorted((one, other) => one.row - other.row);
    for (const [index, row] of spaced(sorted.map((one) => one.row)).entries()) {
      rows.set(sorted[index]?.id ?? "", row);
    }
  };
  const meanOf = (ids: readonly string[] = []): number | null => {
    const known = ids.flatMap((id) => rows.get(id) ?? []);
    return known.length === 0 ? null : known.reduce((sum, row) => sum + row, 0) / known.length;
  };
  const [points, others] =
    columns[0]?.[0]?.kind === "entryPoint" ? [columns[0], columns.slice(1)] : [[], columns];
  for (const [rank, column] of others.entries()) {
    place(column, ({ id }, index) => (rank === 0 ? index : (meanOf(before.get(id)) ?? rows.size)));
  }
  place(points, ({ id }, index) => Math.min(meanOf(after.get(id)) ?? index, FIRST_ROWS));
  const top = Math.min(...rows.values());
  return new Map([...rows].map(([id, row]) => [id, row - top]));
}

/** The rows nearest to the wished ones (least squares) that are at least 1 apart: pool adjacent violators. */
function spaced(wished: readonly number[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const [index, row] of wished.entries()) {
    let pool = { sum: row - index, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
    }
    pools.push(pool);
  }
  let index = 0;
  return pools.flatMap(({ sum, count }) =>
    Array.from({ length: count }, () => {
      const row = sum / count + index;
      index += 1;
      return row;
    }),
  );
}

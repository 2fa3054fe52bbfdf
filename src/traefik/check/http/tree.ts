import { quote } from "../../go/strconv.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { fault, type Blame, type Fault } from "../fault.ts";
import { lostField } from "../lost-field.ts";
import { describe, storedName, writtenName } from "../names.ts";
import { maybeElsewhere, unknownName, type Reference } from "../references.ts";
import type { HttpRouter } from "./router.ts";

/** Names of the children of each router, in the order in which they were found. */
export type Children = Map<string, string[]>;

/**
 * The tree that `parentRefs` make: parents that do not exist, what a child may not have, circles, routers that no
 * root leads to, routers that lead nowhere or two ways.
 */
export function buildTree(bench: Bench, routers: ReadonlyMap<string, HttpRouter>): Children {
  const { ledger, chance } = bench;
  const children: Children = new Map();
  const childrenOf = (name: string): string[] => children.get(name) ?? [];
  const foster: string[] = [];
  const orphans = new Map<HttpRouter, Fault>();

  for (const router of chance.order([...routers.values()])) {
    for (const parent of router.parents ?? []) {
      if (routers.has(parent.name)) {
        const known = childrenOf(parent.name);
        if (!known.includes(router.name)) children.set(parent.name, [...known, router.name]);
      } else if (maybeElsewhere(bench, "http.routers", parent.name)) foster.push(router.name);
      else
        tell(router, (owner) => {
          const found = unknownParent(bench, parent, owner);
          orphans.set(router, found);
          return found;
        });
    }
    if (router.parents) tell(router, (owner) => misplaced(router, owner));
  }

  const visited = new Set<string>();
  const roots = [...routers.values()].filter(({ parents }) => parents === null).map(({ name }) => name);
  // without children there is no order
  for (const root of [...(children.size > 0 ? roots.toSorted() : roots), ...foster]) traverse(root);

  for (const router of routers.values()) {
    const hasChildren = childrenOf(router.name).length > 0;
    if (!visited.has(router.name)) tell(router, (owner) => unreachable(router, owner, orphans.get(router)));
    else if (router.service.name === "" && !hasChildren) tell(router, (owner) => deadEnd(router, owner));
    else if (router.service.name !== "" && hasChildren) tell(router, (owner) => twoWays(router, owner));
  }
  return children;

  /** Depth first, children in order of their names; without recursion, for nobody limits how deep a tree may be. */
  function traverse(root: string): void {
    if (visited.has(root)) return;
    visited.add(root);
    if (!children.has(root)) return;
    const path = new Map([[root, childrenOf(root).toSorted().values()]]);
    const stack = [root];
    while (stack.length > 0) {
      const current = stack.at(-1)!;
      const { value: child, done } = path.get(current)!.next();
      if (done) path.delete(stack.pop()!);
      else if (path.has(child)) circle(child, stack);
      else if (!visited.has(child)) {
        visited.add(child);
        path.set(child, childrenOf(child).toSorted().values());
        stack.push(child);
      }
    }
  }

  /** The last of the path loses its child, which is also above it. */
  function circle(child: string, path: readonly string[]): void {
    const guilty = routers.get(path.at(-1)!);
    if (!guilty) return;
    const ring = [...path.slice(path.indexOf(child)), child];
    const at = referenceTo(routers.get(child), guilty.name);
    if (guilty.source) ledger.warn(guilty, cyclic(ring, guilty.source, at));
    const left = childrenOf(guilty.name).filter((name) => name !== child);
    children.set(guilty.name, left);
  }

  function tell(router: HttpRouter, make: (owner: LoadedObject) => Fault | null): void {
    const found = router.source && make(router.source);
    if (found) ledger.fail(router, found);
  }
}

function unknownParent(bench: Bench, parent: Reference, owner: LoadedObject): Fault {
  const text = `parent router ${quote(parent.name)} does not exist`;
  return unknownName(
    bench,
    "http.routers",
    { ...parent, name: writtenName(parent.name) },
    parent.name,
    owner,
    text,
  );
}

function misplaced(router: HttpRouter, owner: LoadedObject): Fault | null {
  const field = router.tls
    ? (["tls", "TLS"] as const)
    : router.observability
      ? (["observability", "Observability"] as const)
      : router.entryPoints.length > 0
        ? (["entryPoints", "Entrypoints"] as const)
        : null;
  return (
    field &&
    fault(`non-root router cannot have ${field[1]} configuration`, {
      rule: "child-router-field",
      owner,
      at: [owner.value, field[0]],
      says: `a router with parentRefs takes ${field[0]} from its parents and may not have its own`,
      hint: `move ${field[0]} to the parent`,
    })
  );
}

function cyclic(ring: readonly string[], owner: LoadedObject, at: Blame["at"]): Fault {
  return fault(`cyclic reference detected in router tree: ${ring.join(" -> ")}`, {
    rule: "router-loop",
    owner,
    at,
    says: `its parents lead back to itself: ${ring.map(writtenName).join(" -> ")}`,
  });
}

function referenceTo(child: HttpRouter | undefined, parent: string): Blame["at"] {
  return child?.parents?.find(({ name }) => name === parent)?.at;
}

/** @param unknown a parent that does not exist is why no root leads here: one mistake, in more of Traefik's words */
function unreachable(router: HttpRouter, owner: LoadedObject, unknown: Fault | undefined): Fault {
  const text = "router is not reachable";
  if (unknown) return { text, cause: unknown.cause };
  return fault(text, {
    rule: "router-unreachable",
    owner,
    at: [owner.value, "parentRefs"],
    says: "no root router leads to it",
    hint: `parents: ${(router.parents ?? []).map(({ name }) => writtenName(name)).join(", ")}; one of them must be a router without parentRefs, or lead to one`,
  });
}

/** What is said of a router that leads nowhere. */
export const DEAD_END = {
  rule: "missing-service",
  says: "it has neither a service nor child routers",
  hint: "name a service, or make other routers its children by parentRefs; noop@internal is a service for a router that only redirects",
} as const;

function deadEnd(router: HttpRouter, owner: LoadedObject): Fault {
  const isRenamed = router.name !== storedName(owner.name);
  const says = "its children do not find it: Traefik renames it for its TLS options, which conflict";
  return fault("router has no service and no child routers", {
    ...DEAD_END,
    ...(isRenamed ? { says, hint: "one host, one set of TLS options" } : lostField(owner)),
    owner,
  });
}

function twoWays(router: HttpRouter, owner: LoadedObject): Fault {
  return fault("router has both a service and is referenced as a parent by other routers", {
    rule: "parent-with-service",
    owner,
    at: router.service.at,
    says: `it has a service, though other routers name it as their parent (${describe(owner)} can be one or the other)`,
    hint: "give the service to a child of its own",
  });
}

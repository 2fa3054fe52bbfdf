import type { RawNode } from "./raw.ts";
import { YamlFailure } from "./failure.ts";

/** How many nodes were decoded, and how many of these only because an alias repeats them. */
export interface Budget {
  operations: number;
  aliasOperations: number;
  aliasDepth: number;
}

export function openBudget(): Budget {
  return { operations: 0, aliasOperations: 0, aliasDepth: 0 };
}

const FEW = 400_000;
const MANY = 4_000_000;

/** The part of all decoding that aliases may cause: 99 % in small texts, falling to 10 % in large ones. */
function allowedRatio(operations: number): number {
  if (operations <= FEW) return 0.99;
  if (operations >= MANY) return 0.1;
  return 0.99 - 0.89 * ((operations - FEW) / (MANY - FEW));
}

/**
 * Counts nodes that yaml.v3 decodes. Nodes that aliases repeat may be counted at once: their part only grows.
 *
 * @throws YamlFailure when aliases cause too much of the work
 */
export function countOperations(budget: Budget, count: number, at: RawNode): void {
  budget.operations += count;
  if (budget.aliasDepth > 0) budget.aliasOperations += count;
  const { operations, aliasOperations } = budget;
  if (aliasOperations > 100 && operations > 1000 && aliasOperations / operations > allowedRatio(operations))
    throw new YamlFailure("decoder", "document contains excessive aliasing", at);
}

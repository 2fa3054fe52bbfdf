import type { Tree } from "../environment/tree.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { buildGateway } from "../traefik/model/build-gateway.ts";
import { prepareToJudge } from "../prepare-to-judge.ts";
import { routingTableOf, type RoutingTable } from "../traefik/routes/routing-table.ts";
import { judge, type JudgeOptions } from "../validate.ts";

/** An environment whose routes can be asked, or what keeps Traefik from loading it. */
export type RoutedEnvironment =
  | { readonly ok: true; readonly table: RoutingTable }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Judges a tree and makes its routing table. */
export async function routesOf(tree: Tree, options: JudgeOptions): Promise<RoutedEnvironment> {
  await prepareToJudge(tree);
  const { running, diagnostics } = judge({ tree, diagnostics: [] }, { ...options, advice: false });
  if (running !== null) return { ok: true, table: routingTableOf(buildGateway(running)) };
  return { ok: false, diagnostics: diagnostics.filter(({ severity }) => severity === "error") };
}

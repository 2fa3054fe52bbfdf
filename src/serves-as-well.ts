import type { Diagnostic } from "./diagnostic.ts";
import { isStaticName, layOut } from "./environment/layout.ts";
import type { Tree } from "./environment/tree.ts";
import { discover } from "./traefik/load/discover.ts";
import { readStatic } from "./traefik/static/read-static.ts";
import { judge, type JudgeOptions } from "./validate.ts";

/**
 * Whether a Traefik that was started with other static files serves all of a tree that it would with those in the
 * tree: it reads the same dynamic files, and finds nothing wrong that it would not find after a restart. Where what
 * it was started with says nothing, it is taken for granted.
 */
export function servesAsWell(tree: Tree, startedWith: Tree, options: JudgeOptions): boolean {
  const dynamic = tree.files.filter(({ path }) => !isStaticName(path));
  const old = judge({ tree: { files: [...startedWith.files, ...dynamic] }, diagnostics: [] }, options);
  if (!old.facts.known) return true;
  const read = new Set(discover(tree, old.place).map(({ path }) => path));
  if (filesRead(tree, options).some((path) => !read.has(path))) return false;
  const wrong = whatIsWrong(old.diagnostics);
  if (wrong.length === 0) return true;
  const known = new Set(whatIsWrong(judge({ tree, diagnostics: [] }, options).diagnostics));
  return wrong.every((one) => known.has(one));
}

/** The dynamic files that Traefik reads when it is started with a tree. */
function filesRead(tree: Tree, { traefikVersion, targetDir }: JudgeOptions): string[] {
  const { facts, document } = readStatic(tree, traefikVersion);
  return discover(tree, layOut(tree, facts.file, targetDir, document).place).map(({ path }) => path);
}

/** Warnings of a static file are about nothing that is served; one of a router may say that it gets no certificate. */
function whatIsWrong(found: readonly Diagnostic[]): string[] {
  return found
    .filter(({ severity, file }) => severity === "error" || (severity === "warning" && !isStaticName(file)))
    .map(({ file, rule, object }) => `${rule} ${object ?? ""} ${file}`);
}

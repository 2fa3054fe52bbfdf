/** Never published, at any depth: git's own data (a file in a submodule) and the route tests. */
export const UNPUBLISHED: ReadonlySet<string> = new Set([".git", "gateway.test.yaml"]);

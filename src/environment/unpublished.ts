/** The name of an environment's route tests, beside its static configuration. */
export const ROUTE_TESTS = "gateway.test.yaml";

/** Never published, at any depth: git's own data (a file in a submodule) and route tests. */
export const UNPUBLISHED: ReadonlySet<string> = new Set([".git", ROUTE_TESTS]);

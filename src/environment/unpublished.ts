/** The name of an environment's route tests, beside its static configuration. */
export const ROUTE_TESTS = "gateway.test.yaml";

/** What people call it, and what nobody takes for it: such a file is one of the environment like any other. */
export const NEARLY_ROUTE_TESTS = /^gateway[._-]?tests?\.(?:ya?ml|toml|json)$/i;

/** Never published, at any depth: git's own data (a file in a submodule) and route tests. */
export const UNPUBLISHED: ReadonlySet<string> = new Set([".git", ROUTE_TESTS]);

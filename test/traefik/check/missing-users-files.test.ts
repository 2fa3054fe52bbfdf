import { expect, test } from "vitest";
import { judge } from "../../../src/validate.ts";
import { JUDGE_OPTIONS } from "../../support/judge-options.ts";
import { treeOf } from "../../support/load-files.ts";

/** In the environment: `users` and `secrets/users`. What is found of a middleware with a `usersFile`. */
test.each([
  ["/etc/traefik/users", []],
  ["/srv/traefik/secrets/users", []],
  ["users", []],
  ["etc/traefik/secrets/users", []],
  ["../run/users", []],
  ["/run/secrets/users", []],
  ["/etc/traefik/user", ["missing-users-file"]],
  ["/srv/traefik/secrets/../user", ["missing-users-file"]],
  ["secrets/user", ["missing-users-file"]],
  ["etc/traefik/user", ["missing-users-file"]],
])("a usersFile of %s", (usersFile, rules) => {
  const http = {
    routers: { shop: { rule: "Host(`a`)", service: "noop@internal", middlewares: ["team"] } },
    middlewares: { team: { basicAuth: { usersFile } } },
  };
  const users = "bob:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n";
  const tree = treeOf({
    "traefik.yaml": "entryPoints: {web: {}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
    "conf.d/a.yaml": JSON.stringify({ http }),
    users,
    "secrets/users": users,
  });
  const { diagnostics, verdict } = judge(
    { tree, diagnostics: [] },
    { ...JUDGE_OPTIONS, targetDir: "/srv/traefik" },
  );
  expect(diagnostics.map(({ rule }) => rule)).toEqual(rules);
  expect(verdict).toBe("accepted");
});

import { expect, test } from "vitest";
import { planReport } from "../../src/cli/report/plan.ts";
import { planEnvironment } from "../../src/plan/plan.ts";
import { NEWEST } from "../../src/traefik/versions.ts";
import { treeOf } from "../publish/support/target.ts";

const options = {
  traefikVersion: NEWEST,
  targetDir: "/etc/traefik",
  failOn: "error",
  variables: {},
  allowEmpty: false,
} as const;

const environment = (user: string, level = "INFO") =>
  treeOf({
    "traefik.yaml": JSON.stringify({
      entryPoints: { web: { address: ":80" } },
      log: { level },
      providers: { file: { directory: "/etc/traefik/conf.d" } },
    }),
    "conf.d/a.yaml": JSON.stringify({
      http: {
        middlewares: { auth: { basicAuth: { usersFile: "/etc/traefik/users" } } },
        routers: { r: { rule: "PathPrefix(`/`)", middlewares: ["auth"], service: "noop@internal" } },
      },
    }),
    users: `${user}:{SHA}/gW83NxJKAEngaXxoqd8u1OY4QY=`,
  });

test("a plan tells of a restart that a file needs which Traefik does not read again", () => {
  const reading = { tree: environment("bob"), diagnostics: [] };
  const { plan } = planEnvironment("env", reading, environment("alice"), options);
  expect(plan).toMatchObject({ verdict: "accepted", restartRequired: true, unread: ["users"] });
  const text = planReport(plan, "text", null, false);
  expect(text).toContain("Traefik has to be restarted: it goes on using files as they were\n    users\n");
  expect(planReport(plan, "markdown", null, false)).toContain(
    "**: it goes on using files as they were.\n\n- `users`",
  );
  const { plan: both } = planEnvironment("env", reading, environment("alice", "DEBUG"), options);
  expect(planReport(both, "text", null, false)).toContain(
    "the static configuration changes, and it goes on using files as they were\n",
  );
});

import { expect, test } from "vitest";
import { lastWord } from "../../src/traefik/preflight/last-word.ts";
import { judge } from "../../src/validate.ts";
import { JUDGE_OPTIONS } from "../support/judge-options.ts";
import { treeOf } from "../support/load-files.ts";
import { traefikBin } from "../support/traefik.ts";

test.skipIf(traefikBin === null).each(["/etc/traefik/no-such-users", "/run/secrets/no-such-users"])(
  "the real Traefik disables who needs %s, which is no bug of the built-in rules",
  async (usersFile) => {
    const http = {
      routers: { shop: { rule: "Host(`a`)", service: "noop@internal", middlewares: ["team"] } },
      middlewares: { team: { basicAuth: { usersFile } } },
    };
    const tree = treeOf({
      "traefik.yaml":
        "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
      "conf.d/a.yaml": JSON.stringify({ http }),
    });
    const reading = { tree, diagnostics: [] };
    const word = await lastWord(
      { bin: traefikBin!, required: true },
      reading,
      JUDGE_OPTIONS,
      judge(reading, JUDGE_OPTIONS),
    );
    const own = word.diagnostics.filter(({ rule }) => rule === "preflight-disabled");
    expect(own.map(({ object }) => object)).toEqual(["http.routers.shop", "http.middlewares.team"]);
    for (const { message, hint } of own) {
      expect(message).toContain(`open ${usersFile}: no such file or directory`);
      expect(hint).toMatch(/^the file has to be there first: publish it with the environment/);
    }
  },
);

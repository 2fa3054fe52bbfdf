import { buildGateway } from "../../src/traefik/model/build-gateway.ts";
import type { Gateway } from "../../src/traefik/model/gateway.ts";
import { NEWEST, type TraefikVersion } from "../../src/traefik/versions.ts";
import { judge } from "../../src/validate.ts";
import { treeOf } from "./load-files.ts";

/** What Traefik would run of an environment of these files (path → content). */
export function gatewayOf(
  files: Readonly<Record<string, string>>,
  version: TraefikVersion = NEWEST,
): Gateway {
  const { running, diagnostics } = judge(
    { tree: treeOf(files), diagnostics: [] },
    {
      traefikVersion: version,
      targetDir: "/etc/traefik",
      failOn: "error",
      variables: {},
      allVariables: true,
    },
  );
  if (running === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return buildGateway(running);
}

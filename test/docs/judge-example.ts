import { execFile } from "node:child_process";
import { chownSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { RE2JS } from "re2js";
import { painter } from "../../src/cli/colour.ts";
import { describeFinding } from "../../src/cli/report/text.ts";
import type { Diagnostic } from "../../src/diagnostic.ts";
import { useRegex } from "../../src/traefik/load/template/functions/regex.ts";
import { judge } from "../../src/validate.ts";
import { JUDGE_OPTIONS } from "../support/judge-options.ts";
import { treeOf } from "../support/load-files.ts";
import { sandbox, stable } from "../support/transcript.ts";

/** The static configuration of an example that shows none, and is not about one; the index shows it. */
const STATIC = `entryPoints:
  web:
    address: ":80"
  websecure:
    address: ":443"
providers:
  file:
    directory: /etc/traefik/conf.d
  docker: {}
`;

type Texts = Readonly<Record<string, string>>;

/** For an example about the static configuration alone: a configuration that nothing is to be said about. */
const DYNAMIC = { "conf.d/own.yaml": "tls: {options: {own: {minVersion: VersionTLS12}}}\n" };

/** The findings of `validate` in an environment of these files. */
export function judgeFiles(files: Texts, ownStatic: boolean): readonly Diagnostic[] {
  useRegex(RE2JS);
  const paths = Object.keys(files);
  const hasStatic = paths.some((path) => path.startsWith("traefik."));
  const hasDynamic = paths.some((path) => !path.startsWith("traefik."));
  const tree = treeOf({
    ...files,
    ...(ownStatic || hasStatic ? {} : { "traefik.yaml": STATIC }),
    ...(hasDynamic ? {} : DYNAMIC),
  });
  return judge({ tree, diagnostics: [] }, JUDGE_OPTIONS).diagnostics;
}

/** What a person reads of these findings. */
export function reportOf(files: Texts, diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((found) => describeFinding(".", found, files[found.file], painter(false)))
    .join("\n");
}

/**
 * A checkout with an environment in which scripts run one after the other, as an ordinary user with the command on its
 * PATH and the variables that it has in a gateway.
 */
export async function scriptFolder(traefikBin: string | null): Promise<{
  readonly run: (script: string) => Promise<string>;
  readonly remove: () => void;
}> {
  const box = sandbox();
  const tools = join(box.root, ".bin");
  mkdirSync(tools);
  symlinkSync(resolve("bin/gateway-hook-configsync.js"), join(tools, "gateway-hook-configsync"));
  const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (identity.uid !== undefined) chownSync(box.root, identity.uid, identity.gid);
  const path = [tools, dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const env = {
    PATH: path,
    GATEWAY_CONFIG_PATH: "envs/staging",
    GATEWAY_TARGET_DIR: join(box.root, "traefik"),
    GATEWAY_PREFLIGHT: "never",
    GATEWAY_RELOAD: "none",
    ...(traefikBin === null ? {} : { GATEWAY_TRAEFIK_BIN: traefikBin }),
  };
  const run = async (script: string): Promise<string> =>
    new Promise((done) => {
      execFile("sh", ["-c", script], { cwd: box.root, env, ...identity }, (_, stdout, stderr) => {
        done(stable(stdout === "" ? stderr : stdout, box.root));
      });
    });
  const prepared = await run(PREPARE);
  if (prepared !== "") throw new Error(prepared);
  return { run, remove: box.remove };
}

/** The environment that scripts begin with; the index tells of it. */
const PREPARE = `set -e
mkdir -p envs/staging/conf.d
cat > envs/staging/traefik.yaml <<'END'
${STATIC}END
cat > envs/staging/conf.d/blog.yaml <<'END'
http:
  routers:
    blog:
      rule: Host(\`blog.example.com\`)
      service: blog@docker
END
git init -q
git add envs
git -c user.name=a -c user.email=a@example.com commit -qm "Add staging"
`;

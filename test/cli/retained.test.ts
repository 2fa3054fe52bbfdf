import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hook, sandbox } from "../support/transcript.ts";

const app = (name: string, value: string, weight: number) => `# ${name}
http:
  routers:
    ${name}:
      rule: Host(\`${name}.test\`)
      service: ${name}
      middlewares: [${name}]
  middlewares:
    ${name}:
      headers:
        customRequestHeaders:
          X-Value: ${value}
  services:
    ${name}:
      loadBalancer:
        servers:
          - url: http://10.0.0.1:80
            weight: ${weight}
`;

const box = sandbox({
  "envs/a/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d, watch: true}}\n",
  "envs/a/conf.d/one.yaml": app("one", '"1"', 1),
  "envs/a/conf.d/two.yaml": app("two", '"1"', 1),
  "envs/a/conf.d/shadow.yaml":
    "http: {routers: {shadow: {rule: Host(`one.test`) && Path(`/a`), priority: 1, service: one, middlewares: []}}}\n",
});
afterAll(() => {
  box.remove();
});

/** Publishes what is there, to a target that has its memory or to one that has not. */
async function publish(target: string, revision: string, isForgetful: boolean) {
  const memory = join(box.root, target, ".gateway/judged");
  if (isForgetful && existsSync(memory)) rmSync(memory);
  const env = {
    GATEWAY_CONFIG_PATH: "envs/a",
    GATEWAY_TARGET_DIR: join(box.root, target),
    GATEWAY_RELOAD: "none",
    GATEWAY_PREFLIGHT: "never",
    GATEWAY_LOG_FORMAT: "json",
    GITSYNC_HASH: revision,
  };
  const { code, stdout } = await hook(["sync", "--format", "json"], { cwd: box.root, env });
  return { code, report: JSON.parse(stdout.replace(/"ms": ?\d+/, '"ms":0')) };
}

/** All that a run leaves but times, and names that are different by chance. */
function left(target: string): Record<string, string> {
  const root = join(box.root, target);
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted();
  const files = names.filter((name) => statSync(join(root, name)).isFile());
  const stable = (text: string): string =>
    text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME").replaceAll(join(box.root, target), "TARGET");
  return Object.fromEntries(
    files
      .filter((name) => !/(?:unchanged|judged|verdicts\/.*)$/.test(name))
      .map((name) => [name, stable(readFileSync(join(root, name), "utf8"))]),
  );
}

const memoryOf = (target: string): string[] =>
  readFileSync(join(box.root, target, ".gateway/judged"), "utf8")
    .replaceAll(join(box.root, target), "TARGET")
    .split("\n")
    // the digest of all is by the target's path as well
    .slice(1);

test("what is published and remembered is the same whether or not the verdict was retained", async () => {
  const steps = [
    ["one", '"2"', 1],
    ["two", "text", 7],
    ["one", '"3"', 2],
    ["one", '""', 2],
    ["one", "true", 0],
    ["one", '"4"', 1],
    ["two", '"{{ `x` }}"', 7],
    ["two", '"y"', 7],
  ] as const;
  for (const target of ["kept", "forgetful"]) await publish(target, "first", false);
  for (const [at, [name, value, weight]] of steps.entries()) {
    writeFileSync(join(box.root, `envs/a/conf.d/${name}.yaml`), app(name, value, weight));
    const kept = await publish("kept", `r${at}`, false);
    const judged = await publish("forgetful", `r${at}`, true);
    expect(kept.report).toEqual(judged.report);
    expect(kept).toMatchObject({ code: 0, report: { outcome: "published" } });
    expect(left("kept")).toEqual(left("forgetful"));
    expect(memoryOf("kept")).toEqual(memoryOf("forgetful"));
  }
}, 60_000);

test("a change that was made in the target is found, and a dry run writes nothing", async () => {
  const published = join(box.root, "kept/conf.d/one.yaml");
  writeFileSync(published, app("one", '"drifted"', 1));
  writeFileSync(join(box.root, "envs/a/conf.d/one.yaml"), app("one", '"5"', 1));
  const memory = memoryOf("kept");
  const env = {
    GATEWAY_CONFIG_PATH: "envs/a",
    GATEWAY_TARGET_DIR: join(box.root, "kept"),
    GATEWAY_RELOAD: "none",
    GATEWAY_PREFLIGHT: "never",
  };
  const { stdout } = await hook(["sync", "--dry-run", "--format", "json"], { cwd: box.root, env });
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "dry-run", plan: { write: ["conf.d/one.yaml"] } });
  expect(memoryOf("kept")).toEqual(memory);
  expect((await publish("kept", "after", false)).report).toMatchObject({ outcome: "published" });
  expect(readFileSync(published, "utf8")).toBe(app("one", '"5"', 1));
});

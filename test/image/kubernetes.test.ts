import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { readSettings } from "../../src/gateway/settings.ts";
import { unknownVariables } from "../../src/gateway/variables.ts";
import { installFromPyPi } from "../support/install-from-pypi.ts";
import { temporaryFolder } from "../support/traefik.ts";

// The types of Kubernetes are held by kubernetes-validate, which has the JSON Schemas of every release; how the parts
// fit together is held here.
const FOLDER = "deploy/kubernetes";
const VALIDATOR = "1.37.0";
/** the oldest that is said to work, and the newest known */
const RELEASES = ["1.25.0", "1.37.0"];

interface Variable {
  readonly name: string;
  readonly value: string;
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: readonly Variable[];
  readonly envFrom?: readonly { readonly configMapRef?: { readonly name: string } }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly securityContext: unknown;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}
interface Pod {
  readonly enableServiceLinks: boolean;
  readonly shareProcessNamespace: boolean;
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly { readonly name: string }[];
}
interface Deployment {
  readonly spec: {
    readonly selector: { readonly matchLabels: object };
    readonly template: { readonly metadata: { readonly labels: object }; readonly spec: Pod };
  };
}
interface Kustomization {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string }[];
  readonly configMapGenerator: readonly { readonly name: string; readonly literals: readonly string[] }[];
}

function read<T>(file: string): T {
  return parse(readFileSync(join(FOLDER, file), "utf8")) as T;
}

const kustomization = read<Kustomization>("kustomization.yaml");
const deployment = read<Deployment>("deployment.yaml");
const pod = deployment.spec.template.spec;
const all = [...pod.initContainers, ...pod.containers];
const settings = Object.fromEntries(
  kustomization.configMapGenerator[0]!.literals.map((literal) => literal.split(/=(.*)/).slice(0, 2)),
) as Record<string, string>;

function container(name: string): Container {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

describe("deploy/kubernetes", () => {
  /** a Python that has it */
  let validator: string | null = null;
  let why = "";
  let folder: { path: string; remove: () => Promise<void> };
  beforeAll(async () => {
    folder = await temporaryFolder();
    try {
      validator = join(await installFromPyPi("kubernetes-validate", VALIDATOR), "python");
    } catch (error) {
      if (process.env["CI"] === "true") throw error;
      why = `kubernetes-validate cannot be installed: ${String(error)}`;
    }
  }, 300_000);
  afterAll(async () => folder.remove());

  function validate(release: string, files: readonly string[]): { status: number | null; output: string } {
    const args = ["-m", "kubernetes_validate", "--strict", "-k", release, ...files];
    const { status, stdout, stderr } = spawnSync(validator!, args, { encoding: "utf8" });
    return { status, output: stdout + stderr };
  }

  it.for(RELEASES)("has only what Kubernetes %s knows", (release, { skip }) => {
    if (validator === null) skip(why);
    const { status, output } = validate(
      release,
      kustomization.resources.map((file) => join(FOLDER, file)),
    );
    expect(status, output).toBe(0);
  });

  it("is judged by a validator that finds mistakes", ({ skip }) => {
    if (validator === null) skip(why);
    const broken = join(folder.path, "broken.yaml");
    writeFileSync(
      broken,
      readFileSync(join(FOLDER, "deployment.yaml"), "utf8").replace("fsGroup:", "fsGroop:"),
    );
    expect(validate(RELEASES[1]!, [broken]).status).toBe(1);
  });

  it("is put together by kustomize", ({ skip }) => {
    if (spawnSync("kubectl", ["version", "--client"]).status !== 0) skip("no kubectl on PATH");
    const rendered = execFileSync("kubectl", ["kustomize", FOLDER], { encoding: "utf8" });
    const documents = parseAllDocuments(rendered).map((document) => document.toJS() as { kind: string });
    expect(documents.map(({ kind }) => kind).toSorted()).toEqual([
      "ConfigMap",
      "Deployment",
      "Namespace",
      "PodDisruptionBudget",
      "Service",
    ]);
    // a ConfigMap's name has a digest of its content: a change of the settings starts new pods
    expect(rendered.match(/gateway-settings-\w{10}/g)?.length).toBe(1 + 2);
    if (validator === null) skip(why);
    const file = join(folder.path, "rendered.yaml");
    writeFileSync(file, rendered);
    const { status, output } = validate(RELEASES[1]!, [file]);
    expect(status, output).toBe(0);
  });

  it("lists every file, and names only what is there", () => {
    const files = readdirSync(FOLDER).filter((file) => file !== "kustomization.yaml");
    expect([...kustomization.resources].toSorted()).toEqual(files.toSorted());
    expect(new Set(all.map(({ image }) => image))).toEqual(
      new Set(kustomization.images.map(({ name }) => name)),
    );
    for (const { envFrom } of [container("first-sync"), container("git-sync")])
      expect(envFrom?.[0]?.configMapRef?.name).toBe(kustomization.configMapGenerator[0]!.name);
    expect(deployment.spec.template.metadata.labels).toMatchObject(deployment.spec.selector.matchLabels);
    for (const file of ["service.yaml", "disruption-budget.yaml"])
      expect(JSON.stringify(read(file))).toContain(
        JSON.stringify(deployment.spec.selector.matchLabels).slice(1, -1),
      );
    for (const { volumeMounts } of all)
      for (const { name } of volumeMounts) expect(pod.volumes.map((volume) => volume.name)).toContain(name);
  });

  it("lets the hook signal Traefik: one process namespace, one user, who may write the volumes", () => {
    expect(pod.shareProcessNamespace).toBe(true);
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    });
    for (const { securityContext } of all) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  it("gives each program the folders that it writes and reads", () => {
    const mounts = (name: string): string[] => container(name).volumeMounts.map(({ mountPath }) => mountPath);
    expect(mounts("first-sync")).toEqual(["/etc/traefik", "/git", "/tmp"]);
    expect(mounts("git-sync")).toEqual(["/etc/traefik", "/git", "/tmp"]);
    expect(mounts("traefik")).toEqual(["/etc/traefik", "/tmp"]);
  });

  it("sets variables that exist, the hook of the image among them", () => {
    const own = Object.fromEntries(container("git-sync").env!.map(({ name, value }) => [name, value]));
    expect(unknownVariables({ ...settings, ...own })).toEqual([]);
    expect(own["GITSYNC_EXECHOOK_COMMAND"]).toBe("/usr/local/bin/gateway-hook-configsync");
    expect(own["GITSYNC_ROOT"]).toBe("/git");
  });

  it("starts new pods while the newest commit is not accepted: the gateway's own first sync looks back", () => {
    const { command, env = [] } = container("first-sync");
    expect(command).toEqual(["gateway", "first-sync"]);
    const given = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    const found = readSettings({ ...settings, ...given, ENABLE_GITSYNC: "1" }, [], "hook");
    if (found.kind !== "supervised") throw new Error(JSON.stringify(found));
    expect(found.warnings).toEqual([]);
    // the sidecar goes on in the same checkout, and does not fetch it anew
    const sidecar = Object.fromEntries(container("git-sync").env!.map(({ name, value }) => [name, value]));
    for (const name of ["GITSYNC_ROOT", "GITSYNC_DEPTH"])
      expect(found.settings.gitSyncEnv[name]).toBe(sidecar[name]);
  });

  it("gets no variables of the Service, whose names begin as the settings do", () => {
    const { metadata } = read<{ readonly metadata: { readonly name: string } }>("service.yaml");
    expect(unknownVariables({ [`${metadata.name.toUpperCase()}_SERVICE_HOST`]: "10.0.0.1" })).toHaveLength(1);
    expect(pod.enableServiceLinks).toBe(false);
  });

  it("asks the ports of the environment that it publishes, and waits for its grace times", () => {
    const environment = parse(
      readFileSync(join(settings["GATEWAY_CONFIG_PATH"]!, "traefik.yaml"), "utf8"),
    ) as {
      readonly entryPoints: Readonly<Record<string, { readonly address: string }>>;
      readonly ping: { readonly entryPoint: string };
    };
    const traefik = container("traefik");
    for (const { name, containerPort } of traefik.ports!)
      expect(environment.entryPoints[name]?.address).toBe(`:${containerPort}`);
    for (const probe of [traefik.readinessProbe, traefik.livenessProbe])
      expect(probe?.httpGet).toEqual({ path: "/ping", port: environment.ping.entryPoint });
    // envs/production lets go of requests after 5 s and waits 30 s for them
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(5 + 30);
  });
});

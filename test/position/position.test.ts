import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RE2JS } from "re2js";
import { stringify } from "smol-toml";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { Diagnostic } from "../../src/diagnostic.ts";
import type { RuleId } from "../../src/rules.ts";
import { useRegex } from "../../src/traefik/load/template/functions/regex.ts";
import { NEWEST } from "../../src/traefik/versions.ts";
import { judge } from "../../src/validate.ts";
import { treeOf } from "../support/load-files.ts";
import { type Case } from "./case.ts";
import { mutationsOf } from "./mutations.ts";
import { snippets } from "./snippets.ts";
import { valueVectors } from "./value-vectors.ts";
import { ROUTE_TESTS } from "../../src/environment/unpublished.ts";

useRegex(RE2JS);

/** What is found beside a mistake because of it: of objects that fail with it, of what nobody uses any more. */
const FOLLOWS: ReadonlySet<RuleId> = new Set([
  "broken-reference",
  "broken-children",
  "unused-service",
  "unused-middleware",
]);

const STATIC = `entryPoints: {web: {address: ":80"}, websecure: {address: ":443"}, dns: {address: ":53/udp"}}
providers: {file: {directory: /etc/traefik/conf.d}, docker: {}}
`;

function findings(files: Case["files"]): readonly Diagnostic[] {
  const options = {
    traefikVersion: NEWEST,
    targetDir: "/etc/traefik",
    failOn: "error",
    // without it a part of the shipped files is not there
    variables: { TLS_DEFAULT_CERTIFICATE: "/run/gateway/default-certificate.pem" },
  } as const;
  const given = "traefik.yaml" in files ? files : { ...files, "traefik.yaml": STATIC };
  // a mistake of the static file is not to come with that there is no other, where a folder is read
  const isAlone = Object.keys(given).length === 1 && given["traefik.yaml"]?.includes("directory:") === true;
  const tree = treeOf(isAlone ? { ...given, "conf.d/tls.yaml": "tls: {options: {any: {}}}\n" } : given);
  return judge({ tree, diagnostics: [] }, options).diagnostics;
}

/** The files of a shipped environment. */
function environment(name: string): Case["files"] {
  const folder = join("envs", name);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => /\.ya?ml$/.test(path) && path !== ROUTE_TESTS,
  );
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** The same environment with its dynamic configuration in TOML. */
function inToml(files: Case["files"]): Case["files"] {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) =>
      path === "traefik.yaml"
        ? [path, text]
        : [path.replace(/yaml$/, "toml"), `${stringify(parse(text) as object)}\n`],
    ),
  );
}

interface Outcome {
  readonly line: boolean;
  readonly column: boolean;
  readonly once: boolean;
  readonly told: string;
}

function outcomeOf({ name, files, file, line, column }: Case, before: ReadonlySet<string>): Outcome {
  const found = findings(files).filter(
    (each) => !FOLLOWS.has(each.rule) && !before.has(`${each.rule} ${each.message}`),
  );
  const [first] = found.filter((each) => each.file === file && each.line === line);
  const told = found.map((each) => `${each.file}:${each.line}:${each.column} ${each.rule} ${each.message}`);
  return {
    line: first !== undefined,
    column: found.some((each) => each.file === file && each.line === line && each.column === column),
    once: found.length === 1,
    told: `${name}: ${file}:${line}:${column}\n    ${told.join("\n    ") || "nothing is found"}`,
  };
}

test("a mistake is told once, at its line and column", { timeout: 300_000 }, () => {
  const bases = [environment("staging"), environment("production"), inToml(environment("staging"))];
  const sets = [
    ...bases.map((files, index) => ({
      cases: mutationsOf(["staging", "production", "TOML"][index] ?? "", files),
      before: new Set(findings(files).map(({ rule, message }) => `${rule} ${message}`)),
    })),
    { cases: [...snippets(), ...valueVectors()], before: new Set<string>() },
  ];
  const outcomes = sets.flatMap(({ cases, before }) => cases.map((each) => outcomeOf(each, before)));
  const share = (aspect: "line" | "column" | "once"): number =>
    (100 * outcomes.filter((outcome) => outcome[aspect]).length) / outcomes.length;
  const wrong = outcomes
    .filter(({ line, column, once }) => !line || !column || !once)
    .map(({ told }) => told);
  const figures = `${outcomes.length} mistakes: line ${share("line").toFixed(2)} %, column ${share("column").toFixed(2)} %, told once ${share("once").toFixed(2)} %`;
  expect(outcomes.length).toBeGreaterThanOrEqual(300);
  expect(share("line"), `${figures}\n${wrong.join("\n")}`).toBe(100);
  expect(share("column"), `${figures}\n${wrong.join("\n")}`).toBeGreaterThanOrEqual(98);
  expect(share("once"), `${figures}\n${wrong.join("\n")}`).toBe(100);
});

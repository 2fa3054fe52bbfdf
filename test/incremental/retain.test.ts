import { expect, test } from "vitest";
import type { Tree, TreeFile } from "../../src/environment/tree.ts";
import { differInValuesAlone } from "../../src/incremental/differs-in-values.ts";
import { openInPlace } from "../../src/incremental/memory-in-place.ts";
import { formatMemory } from "../../src/incremental/memory.ts";
import { atOnce } from "../../src/in-turns.ts";
import { digestTree } from "../../src/publish/content.ts";
import { digest, digestOfPieces } from "../../src/publish/digest.ts";
import { listedDigest } from "../../src/publish/judged.ts";
import { objectOf } from "../../src/publish/object-of.ts";
import { judge, type JudgeOptions, type Judgement } from "../../src/validate.ts";
import { blockYaml } from "./block-yaml.ts";
import { dice, randomWorld, treeOfWorld } from "./random-environment.ts";

/** More for a longer look: INCREMENTAL_CASES=8000 INCREMENTAL_SEED=5000 npx vitest run test/incremental */
const WORLDS = Math.ceil(Number(process.env["INCREMENTAL_CASES"] ?? 120) / 5);
const FIRST = Number(process.env["INCREMENTAL_SEED"] ?? 1);
const CHANGES = 150;

const JUDGE = "by these rules";

const optionsOf = (seed: number): JudgeOptions => ({
  traefikVersion: (["3.7", "3.5", "3.0"] as const)[seed % 3] ?? "3.7",
  targetDir: "/etc/traefik",
  failOn: "error",
  variables: {},
  allVariables: true,
});

/** Every field whose values may change by themselves, and some beside them. */
const RICH = {
  http: {
    routers: {
      rich: {
        rule: "Host(`rich.test`)",
        entryPoints: ["web"],
        service: "split",
        middlewares: ["h", "l", "f", "r", "b"],
      },
    },
    middlewares: {
      h: {
        headers: {
          customRequestHeaders: { "X-A": "one", "X-B": "s1", "X-C": "1000" },
          customResponseHeaders: { "X-D": "m2" },
          stsSeconds: 300,
          accessControlMaxAge: 100,
        },
      },
      l: { rateLimit: { average: 100, burst: 50, period: "1s" } },
      f: { inFlightReq: { amount: 10 } },
      r: { retry: { attempts: 3, initialInterval: "100ms" } },
      b: {
        buffering: {
          maxRequestBodyBytes: 1000,
          memRequestBodyBytes: 1000,
          maxResponseBodyBytes: 1000,
          memResponseBodyBytes: 1000,
        },
      },
    },
    services: {
      split: {
        weighted: {
          services: [
            { name: "left", weight: 1 },
            { name: "right", weight: 9 },
          ],
        },
      },
      left: {
        loadBalancer: { servers: [{ url: "http://10.0.0.1:80", weight: 2 }, { url: "https://b.test" }] },
      },
      right: {
        loadBalancer: {
          healthCheck: { path: "/", interval: "10s", timeout: "3s" },
          servers: [{ url: "http://c" }],
        },
      },
    },
  },
  tcp: {
    routers: {
      rich: {
        rule: "HostSNI(`rich.test`)",
        entryPoints: ["secure"],
        service: "two",
        middlewares: ["f"],
        tls: {},
      },
    },
    middlewares: { f: { inFlightConn: { amount: 10 } } },
    services: {
      two: { weighted: { services: [{ name: "one", weight: 1 }] } },
      one: { loadBalancer: { servers: [{ address: "10.0.0.1:53" }] } },
    },
  },
  udp: {
    routers: { rich: { entryPoints: ["udp"], service: "two" } },
    services: {
      two: { weighted: { services: [{ name: "one", weight: 3 }] } },
      one: { loadBalancer: { servers: [{ address: "10.0.0.1:53" }] } },
    },
  },
};

const VALUES =
  '0 1 2 7 999999999 -1 "5" 1e3 0x1f 012 ~ null true yes "" "1000" "true" a s1 m2 free app-1 10s 5m 0s 999999h 2001-01-01 .inf http://d https://d http://d:99999 http://d:x "http://e:1/" d:1 10.0.0.9:1 10.0.0.9 "d:1" web [a] {a: b} | *a'.split(
    " ",
  );

const COMMENTS = [
  "",
  "    ",
  "# a comment",
  "        # another: with a colon",
  "#",
  "# ü",
  "# {{ env `HOME` }}",
  "# gateway-ignore unused-service: so",
  "\t# a tab",
  "# a tab\tin it",
  "---",
];

/** The environment with one value, or several, written otherwise, or another comment. */
function changed(tree: Tree, roll: (sides: number) => number): Tree {
  const dynamic = tree.files.filter(({ path }) => path.startsWith("conf.d/"));
  const chosen =
    roll(4) > 0 ? dynamic.find(({ path }) => path === "conf.d/rich.yaml") : dynamic[roll(dynamic.length)];
  const lines = Buffer.from(chosen?.bytes ?? [])
    .toString()
    .split("\n");
  if (roll(3) === 0) lines.splice(roll(lines.length), roll(2), COMMENTS[roll(COMMENTS.length)] ?? "");
  for (let times = roll(3); times > 0; times--) {
    const at = roll(lines.length);
    const value = VALUES[roll(VALUES.length)] ?? "";
    lines[at] = (lines[at] ?? "").replace(/^( *(?:- )?[\w-]+: )\S.*$/, (_, start: string) => start + value);
  }
  const bytes = Buffer.from(lines.join("\n"));
  return { files: tree.files.map((file) => (file === chosen ? { ...file, bytes } : file)) };
}

/** What is remembered of an environment, as the publisher keeps it. */
function memoryOf(tree: Tree, { objects, routers, diagnostics, remember }: Judgement): Buffer | null {
  const [memory, listed] = [remember(), objects?.()];
  if (memory === null || listed === undefined) return null;
  const conclusion = { tree: digestTree(tree), routers, objects: listedDigest(listed), diagnostics };
  return Buffer.concat(atOnce(formatMemory(memory, { judge: JUDGE, conclusion }, digestOfPieces)));
}

function told({ verdict, diagnostics, objects, routers, files, place, facts, staticFiles }: Judgement) {
  return { verdict, diagnostics, objects: objects?.(), routers, files, place, facts, staticFiles };
}

const asText = ({ bytes }: TreeFile): string => Buffer.from(bytes).toString("latin1");

test("where values alone differ all stands that judging comes to, what is remembered included", () => {
  let retained = 0;
  for (let seed = FIRST; seed < FIRST + WORLDS; seed++) {
    const roll = dice(seed);
    const world = treeOfWorld(randomWorld(roll), (content) => blockYaml(content, "", seed % 2 === 0));
    const rich = {
      path: "conf.d/rich.yaml",
      bytes: Buffer.from(blockYaml(RICH, "", seed % 4 < 2)),
      mode: 0o644,
    };
    const tree = { files: [...world.files.slice(0, -2), rich, ...world.files.slice(-2)] };
    const before = judge({ tree, diagnostics: [] }, optionsOf(seed));
    const memory = memoryOf(tree, before);
    if (memory === null) continue;
    for (let change = 0; change < CHANGES; change++) {
      const next = changed(tree, roll);
      const opened = openInPlace(Buffer.from(memory), JUDGE, digest);
      const pairs = tree.files.map((file, at) => [file, next.files[at] ?? file] as const);
      const others = pairs.filter(([old, now]) => objectOf(old) !== objectOf(now));
      const stands = others.every(([old, now]) => {
        const difference = differInValuesAlone(asText(old), asText(now));
        return (
          difference !== null && opened?.replace(old.path, objectOf(old), objectOf(now), difference) === true
        );
      });
      if (!stands || opened === null || others.length === 0) continue;
      retained++;
      const after = judge({ tree: next, diagnostics: [] }, optionsOf(seed));
      const where = `seed ${seed}, change ${change}`;
      expect(told(after), where).toEqual(told(before));
      expect(Buffer.from(opened.finish(digestTree(next))).toString(), where).toBe(
        memoryOf(next, after)?.toString(),
      );
    }
  }
  // else it would prove nothing
  expect(retained).toBeGreaterThan(WORLDS);
}, 120_000);

test("a memory that is damaged, another's, or without a conclusion is not gone on from", () => {
  const tree = {
    files: [
      { path: "conf.d/rich.yaml", bytes: Buffer.from(blockYaml(RICH)), mode: 0o644 },
      {
        path: "traefik.yaml",
        bytes: Buffer.from(
          "entryPoints: { web: { address: ':80' }, secure: { address: ':443' }, udp: { address: ':53/udp' } }\nproviders: { file: { directory: /etc/traefik/conf.d } }\n",
        ),
        mode: 0o644,
      },
    ],
  };
  const judgement = judge({ tree, diagnostics: [] }, optionsOf(0));
  const memory = memoryOf(tree, judgement) ?? Buffer.alloc(0);
  const open = (bytes: Uint8Array, by = JUDGE) => openInPlace(Buffer.from(bytes), by, digest);
  expect(open(memory)?.conclusion.tree).toBe(digestTree(tree));
  expect(open(memory)?.facts).toEqual(judgement.facts);
  expect(open(memory, "by other rules")).toBeNull();
  expect(open(memory.subarray(0, -1))).toBeNull();
  expect(open(new Uint8Array())).toBeNull();
  const remembered = judgement.remember();
  const without = remembered && formatMemory(remembered, { judge: JUDGE, conclusion: null }, digestOfPieces);
  expect(without && open(Buffer.concat(atOnce(without)))).toBeNull();
  const of = (path: string, bytes: string) =>
    open(memory)?.replace(path, bytes, digest(Buffer.from("new")), { isMoved: true });
  expect(of("conf.d/rich.yaml", objectOf(tree.files[0]!))).toBe(true);
  expect(of("conf.d/rich.yaml", digest(Buffer.from("old")))).toBe(false);
  expect(of("conf.d/other.yaml", objectOf(tree.files[0]!))).toBe(false);
});

test("what a finding tells of is not moved without it", () => {
  const router = (name: string, more = "") => ({
    path: `conf.d/${name}.yaml`,
    bytes: Buffer.from(
      `http:\n  routers:\n    ${name}:\n      rule: Host(\`a.test\`)\n      service: a@docker\n${more}`,
    ),
    mode: 0o644,
  });
  const strong = router("strong", "      priority: 1000\n");
  const statics =
    "entryPoints: { web: { address: ':80' } }\nproviders: { docker: {}, file: { directory: /etc/traefik/conf.d } }\n";
  const files = [strong, router("weak"), { path: "traefik.yaml", bytes: Buffer.from(statics), mode: 0o644 }];
  const tree = { files };
  const judgement = judge({ tree, diagnostics: [] }, optionsOf(0));
  expect(judgement.diagnostics.map(({ message }) => message).join("\n")).toContain("conf.d/strong.yaml:3");
  const memory = memoryOf(tree, judgement) ?? Buffer.alloc(0);
  const becomes = (isMoved: boolean) =>
    openInPlace(Buffer.from(memory), JUDGE, digest)?.replace(
      strong.path,
      objectOf(strong),
      digest(Buffer.from("new")),
      { isMoved },
    );
  expect(becomes(false)).toBe(true);
  expect(becomes(true)).toBe(false);
});

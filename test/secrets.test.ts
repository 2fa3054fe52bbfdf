import { expect, test } from "vitest";
import { prepareToJudge } from "../src/prepare-to-judge.ts";
import { redact } from "../src/redact.ts";
import { functionNames } from "../src/traefik/load/template/functions/registry.ts";
import { judge } from "../src/validate.ts";
import { seeded } from "./fuzz/random.ts";
import { fieldsOf, readSchema } from "./schemas/fields-of.ts";
import { JUDGE_OPTIONS } from "./support/judge-options.ts";
import { treeOf } from "./support/load-files.ts";

/** Stands wherever a value may be a secret; no part of it may be in what a log has of the findings. */
const MARK = "hunter2SECRETMARKER";
const encoded = ["", "x", "xx"].map((before) =>
  Buffer.from(before + MARK)
    .toString("base64")
    .slice(4, 12),
);
const TOLD = new RegExp(["hunter2", "SECRETM", "RETMARK", ...encoded].join("|"), "i");

const STATIC = "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n";
/** Uses what the files under test define, for Traefik builds what is used. */
const USERS =
  "http: {routers: {a: {rule: Host(`a`), service: x, middlewares: [x]}, b: {rule: Host(`b`), service: y}}, services: {y: {loadBalancer: {serversTransport: x, servers: [{url: 'http://a'}]}}}}\n";

async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
  const tree = treeOf({ "traefik.yaml": STATIC, "conf.d/users.yaml": USERS, ...files });
  await prepareToJudge(tree);
  const { diagnostics } = judge({ tree, diagnostics: [] }, JUDGE_OPTIONS);
  return redact(diagnostics, {})
    .map(({ rule, message, hint, object }) => `${rule}: ${message} (${hint}) ${object}`)
    .filter((text) => TOLD.test(text));
}

const VALUES = [
  MARK,
  `[${MARK}]`,
  `[[${MARK}]]`,
  `[{${MARK}: 1}]`,
  `{x: ${MARK}}`,
  `[{x: ${MARK}}]`,
  `{x:${MARK}}`,
  `"user:${MARK}"`,
  `["a:${MARK}", 5]`,
  `"${MARK}'x\\" \\n"`,
  `"http://user:${MARK}@host:port/%zz"`,
  `"http://user:${MARK}/x@host/"`,
  `"http://user:${MARK}@h h"`,
  `"║24║${MARK}"`,
  `"║2║${MARK}"`,
  `"-----BEGIN CERTIFICATE-----\\n${MARK}\\n-----END CERTIFICATE-----"`,
  `*${MARK}`,
  `&${MARK} {b: *${MARK}}`,
  `!!int ${MARK}`,
  `!!binary ${MARK}`,
  `!${MARK} x`,
  `9${MARK}`,
];

/** Fields whose values are nobody's business, and those that take no text: what stands there was meant for another. */
const CLOSED =
  /(?:users|custom\w+Headers|key|cert|certFile|keyFile|password|token|secret|credentials|plugin|url|address|accessKey\w*)(?:\.\*|\[\])*$/i;
const NO_TEXT = /^\*?(?:u?int(?:32|64)?|bool|float64|\w+\.Duration)$/;

function written(path: string, value: string): string {
  return path
    .split(/\.|(?=\[\])/)
    .toReversed()
    .reduce(
      (inner, part) => (part === "[]" ? `[${inner}]` : `{${part === "*" ? "x" : part}: ${inner}}`),
      value,
    );
}

test("a value in the wrong place, or of the wrong kind, is not told", async () => {
  const fields = [...fieldsOf(await readSchema("3.7", "dynamic"))];
  const closed = fields.filter(([path]) => CLOSED.test(path));
  const numbers = fields.filter(([path, { type = "" }]) => NO_TEXT.test(type) && !CLOSED.test(path));
  expect(Math.min(closed.length, numbers.length)).toBeGreaterThan(20);
  for (const [at, [path]] of [...closed, ...numbers].entries()) {
    // each value in a fifth of the fields
    const some = VALUES.filter((_, index) => (index + at) % 5 === 0);
    for (const value of CLOSED.test(path) ? some : VALUES.slice(0, 6))
      expect([path, value, await told({ "conf.d/a.yaml": written(path, value) })]).toEqual([path, value, []]);
  }
}, 120_000);

test.each([
  MARK,
  "hunter2",
  `- ${MARK}`,
  `"${MARK}"`,
  `!!map ${MARK}`,
  `!${MARK} x`,
  `? [${MARK}]\n: 1`,
  `a: {[${MARK}]: 1}`,
  `a: {{x: ${MARK}}: 1}`,
  `a: &${MARK} {b: *${MARK}}`,
  `<<: ${MARK}`,
  `http: {<<: [${MARK}]}`,
  `a: !<${MARK}> x`,
  `%${MARK} x\n---\na`,
  `a: 1\n---\n${MARK}`,
  `http: ${MARK}`,
  `http:\n- ${MARK}`,
  `x = ${MARK}`,
  `x = "\\u${MARK}"`,
  `x = 1${MARK}`,
])("a file that is hardly one is not quoted: %j", async (text) => {
  expect(await told({ "conf.d/a.yaml": text })).toEqual([]);
  expect(await told({ "conf.d/a.toml": text })).toEqual([]);
  expect(await told({ "traefik.yaml": text })).toEqual([]);
});

const YAML = `http:
  middlewares:
    auth:
      basicAuth:
        users:
          - "admin:${MARK}"
          - y:${MARK}
    x:
      headers:
        customRequestHeaders:
          X-Api-Key: ${MARK}
          Authorization: 'Bearer ${MARK}'
          Folded: >-
            ${MARK}
    plugged: {plugin: {foo: {token: ${MARK}, list: [${MARK}, '${MARK}']}}}
  services:
    x: {loadBalancer: {servers: [{url: "http://u:${MARK}@h"}]}}
`;
const TOML = `[http.middlewares.x.basicAuth]
users = ["admin:${MARK}", 'x:${MARK}', """${MARK}"""]
[http.middlewares.y.headers.customRequestHeaders]
X-Api-Key = "${MARK}"
Literal = '''
${MARK}'''
[http.middlewares.z.plugin.foo]
m = {a = "${MARK}", b = ["${MARK}"]}
[[http.services.x.loadBalancer.servers]]
url = "http://u:${MARK}@h"
`;
const PIECES =
  `' " * & ! !! % @ \` { } [ ] : # , | > ? \\ \\x \\u \\q = . {{ }} !!int !!binary !!float <<: --- ~ + _ 0x nan """ ''' true`
    .split(" ")
    .concat([" ", "\n", "\t", "\n---\n", ": ", "- ", "\u0001", '{{ fail "', '" }}', "{{ `", "` }}"]);

test("broken texts are not quoted, however they are broken", async () => {
  const random = seeded(20260101);
  for (let count = 0; count < 300; count++) {
    for (const [path, text] of [
      ["conf.d/a.yaml", YAML],
      ["conf.d/a.toml", TOML],
    ] as const) {
      const at = random.below(text.length);
      const place = random.chance(0.5) ? Math.max(0, text.indexOf(MARK, at)) : at;
      const rest = random.chance(0.1) ? "" : random.pick(PIECES) + text.slice(place + random.below(3));
      const broken = text.slice(0, place) + rest;
      expect([broken, await told({ [path]: broken })]).toEqual([broken, []]);
    }
  }
}, 120_000);

test("what a template fails with is not told", async () => {
  // names of variables may be told
  const functions = functionNames().filter((name) => !name.includes("env"));
  const calls = functions.flatMap((name) =>
    [`"${MARK}"`, `"${MARK}" "${MARK}"`, `1 "${MARK}"`, `(b64enc "${MARK}")`, `(dict "a" "${MARK}")`].flatMap(
      (args) => [
        `${name} ${args}`,
        `"${MARK}" | ${name}`,
        `${name} ${args} | fail`,
        `${name} (list ${args})`,
      ],
    ),
  );
  const actions = [
    ...calls,
    MARK,
    `$${MARK}`,
    `"${MARK}`,
    `'${MARK}'`,
    `"${MARK}" "x"`,
    `"${MARK}".x`,
    `template "${MARK}"`,
    `define "${MARK}"`,
    `range "${MARK}"`,
    `range "${MARK}" }}{{ end`,
    `$x := dict "a" "${MARK}" }}{{ $x.a.b`,
    `1${MARK}`,
    `/* ${MARK}`,
    `semverCompare "~${MARK} x" "1.2.3"`,
  ];
  const files = actions.flatMap((action, index) => [
    [`conf.d/${index}.yaml`, `a: '{{ ${action} }}'`],
    [`conf.d/${index}-doubtful.yaml`, `a: '{{ if env "X" }}{{ ${action} }}{{ end }}'`],
  ]);
  expect(await told(Object.fromEntries(files))).toEqual([]);
}, 120_000);

/** A rule with a value in it, sound or broken. */
function* rulesWith(value: string): Generator<string> {
  for (const matcher of [
    "Header",
    "HeaderRegexp",
    "Query",
    "QueryRegexp",
    "Headers",
    "HeadersRegexp",
    "HEADER",
    "Heder",
  ]) {
    for (const quote of ["`", '"', "'", "", "´", "“"]) {
      const said = quote + value + quote;
      const name = `${quote}Authorization${quote}`;
      yield* [
        `${matcher}(${name}, ${said})`,
        `${matcher}(${name} ${said})`,
        `${matcher}(${name}, ${said}`,
        `${matcher} ${name}, ${said}`,
        `${matcher}[${name}, ${said}]`,
        `${matcher}{${name}: ${said}}`,
        `${matcher}:Authorization,${said}`,
        `${matcher}(${name}, ${said}, ${said})`,
        `${matcher}(${name}, ${said}) ${said}`,
        `${matcher}(${name}) ${said}`,
        `${matcher}(${name}), ${said})`,
        `${matcher}(${name}, ${quote}${value})`,
        `${matcher}(${name}, ${value}${quote})`,
        `${matcher}(${name}, ${said}.x)`,
        `${matcher}(${name}, ${said}(1))`,
        `${matcher}(${name}, x.${said})`,
        `${matcher}(${name}, [${said}])`,
        `${matcher}(${name}, {${said}})`,
        `${matcher}(${name}, \\${said})`,
        `${matcher}(${name}, $${said})`,
        `${matcher}(${name} == ${said})`,
        `${matcher}(${name} && ${said})`,
        `${matcher}(${quote}Authorization=${value}${quote})`,
        `${matcher}(${quote}a=${value}${quote}, ${quote}a={b:${value}${quote})`,
        `${matcher}(Host(${said}), ${said})`,
        `Host(${matcher}(${name}, ${said}))`,
        `Host(${quote}a${quote}) && ${matcher}(${name}, ${said} && Path(${quote}/${quote})`,
        `Host(${quote}a) && ${matcher}(${name}, ${said})`,
        `${matcher}(${name}, ${said}) and Host(${quote}a${quote})`,
        `${matcher}(${name}, ${said})\n&& Host(${quote}a${quote})`,
        `(${matcher}(${name}, ${said})) ${said}`,
      ];
    }
  }
}

const IN_RULES = [
  MARK,
  `(${MARK}`,
  `[${MARK}`,
  `${MARK}\\q`,
  `{a:(${MARK}}`,
  `{${MARK}`,
  `{:${MARK}}`,
  `9${MARK}`,
  `${MARK} ${MARK}`,
  `*${MARK}\``,
];

test.each(["v3", "v2"])(
  "a rule of %s is told without the values of headers and parameters",
  async (syntax) => {
    const rules = IN_RULES.flatMap((value) => [...rulesWith(value)]);
    const routers = rules.map(
      (rule, at) => [`r${at}`, { rule, ruleSyntax: syntax, service: "y", tls: {} }] as const,
    );
    const http = { http: { routers: Object.fromEntries(routers) } };
    const tcp = { tcp: { routers: Object.fromEntries(routers), services: { y: { loadBalancer: {} } } } };
    expect(rules.length).toBeGreaterThan(5000);
    expect(await told({ "conf.d/a.yaml": JSON.stringify(http) })).toEqual([]);
    expect(await told({ "conf.d/a.yaml": JSON.stringify(tcp) })).toEqual([]);
  },
  120_000,
);

test("a rule is not quoted, however it is broken", async () => {
  const random = seeded(20260102);
  const rules = [
    `Host(\`a.com\`) && Header(\`X-A\`, \`${MARK}\`) && (Path("/") || !QueryRegexp("token", "^${MARK}$"))`,
    `Headers("X-A", "${MARK}", "X-B", "${MARK}") || Query(\`a=${MARK}\`, "b={c:${MARK}}")`,
  ];
  const routers = Array.from({ length: 6000 }, (_, count) => {
    const rule = random.pick(rules);
    const at = random.chance(0.5)
      ? Math.max(0, rule.indexOf(MARK, random.below(rule.length)))
      : random.below(rule.length);
    const broken = rule.slice(0, at) + random.pick(PIECES) + rule.slice(at + random.below(3));
    return [
      `r${count}`,
      { rule: broken, ruleSyntax: random.pick(["v2", "v3"]), service: "y", tls: {} },
    ] as const;
  });
  const http = { http: { routers: Object.fromEntries(routers) } };
  expect(await told({ "conf.d/a.yaml": JSON.stringify(http) })).toEqual([]);
}, 120_000);

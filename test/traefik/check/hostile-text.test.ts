import { expect, test } from "vitest";
import { tidy } from "../../../src/diagnostic.ts";
import { tellOnce } from "../../../src/one-mistake.ts";
import { checkDynamic } from "../../../src/traefik/check/check-dynamic.ts";
import { JUDGE_FACTS } from "../../support/judge-facts.ts";
import { loadFiles } from "../../support/load-files.ts";

const LENGTH = 200_000;
const times = (unit: string): string => unit.repeat(LENGTH / unit.length);

const rule = (text: string, more = ""): string =>
  `http: {routers: {a: {rule: ${JSON.stringify(text)}, service: noop@internal${more}}}}\n`;
const middleware = (text: string): string => `http: {middlewares: {a: {${text}}}}\n`;
const server = (url: string): string =>
  `http: {services: {a: {loadBalancer: {servers: [{url: ${JSON.stringify(url)}}]}}}}\n`;

/** Where texts are looked at, with ends that keep what has begun from being found, and what they are made of. */
const PLACES: readonly (readonly [
  name: string,
  place: (text: string) => string,
  parts: readonly string[],
])[] = [
  ["path", (text) => rule(`Path(\`/${text}\`)`), ["[", "[a", "[a-", "(", "(|", "|a", "/*x", "a."]],
  ["prefix", (text) => rule(`PathPrefix(\`/${text}!\`)`), ["[a-b]", "a-", "|", "*", "/", ".*", "{a", "\\"]],
  ["host", (text) => rule(`Host(\`${text}!\`)`, ", tls: {}"), ["[a", "(", "${", "*.", ".", ":1", ","]],
  ["regular expression", (text) => rule(`PathRegexp(\`/${text}!\`)`), ["{a", "{a:b", "{a:b}", "a"]],
  ["header in a rule", (text) => rule(`Header(\`a\`, \`${text}!\`)`), [".", "^", "${a"]],
  ["rule that is broken", (text) => rule(`Path(\`${text}\`) and Header(\`a${text}!`), ["(", "[a", " "]],
  ["rule without matchers", (text) => rule(`${text}!`), ["(|", "&&", " ", "a"]],
  ["URL without a scheme", (text) => server(`${text}!`), ["a.", ":1", "a", "/"]],
  ["URL", (text) => server(`http://${text}!`), [":1", "a.", "?"]],
  ["address of forwardAuth", (text) => middleware(`forwardAuth: {address: "x:${text}!"}`), ["a.", ":1"]],
  ["user of basicAuth", (text) => middleware(`basicAuth: {users: ["b:${text}!"]}`), ["$", "$a", ":"]],
  ["user of digestAuth", (text) => middleware(`digestAuth: {users: ["b:r:${text}!"]}`), ["a", ":"]],
  [
    "header's name",
    (text) => middleware(`headers: {customRequestHeaders: {"${text}!": b}}`),
    [" ", ":", "a "],
  ],
  ["header's value", (text) => middleware(`headers: {contentSecurityPolicy: "${text}\\n "}`), [" ", "\\n"]],
  ["root key", (text) => `"${text}!": {a: b}\nservices: {}\n`, ["traefik.", "a"]],
  ["plain router", (text) => `http: {routers: {a: "${text}!"}}\n`, ["a", "0"]],
];

const CASES = PLACES.flatMap(([name, place, parts]) => parts.map((part) => [name, part, place] as const));

test.each(CASES)("a long text is looked at once: %s of %j", (_, part, place) => {
  const text = place(times(part));
  const before = process.cpuUsage();
  const { configuration, diagnostics } = loadFiles({ "a.yaml": text });
  const found = configuration === null ? [] : checkDynamic(configuration, JUDGE_FACTS, "3.7");
  tidy(tellOnce([...diagnostics, ...found], []));
  const { user } = process.cpuUsage(before);
  // in microseconds; a minute where each beginning is followed to the end
  expect(user).toBeLessThan(3_000_000);
});

import { expect, test } from "vitest";
import { parseDuration } from "../../../src/traefik/go/duration.ts";
import { fold } from "../../../src/traefik/go/fold.ts";
import { parseMediaType, trimSpace } from "../../../src/traefik/go/mime.ts";
import { parseCidr, splitHostPort } from "../../../src/traefik/go/net.ts";
import { parseAddr } from "../../../src/traefik/go/netip.ts";
import { regexpFault } from "../../../src/traefik/go/regexp.ts";
import { parseFloat64, parseInteger, quote } from "../../../src/traefik/go/strconv.ts";
import { parseUrl } from "../../../src/traefik/go/url.ts";
import { retryExpressionFault } from "../../../src/traefik/rules/oxy-expression.ts";
import { judgeHttpRule } from "../../../src/traefik/rules/judge-rule.ts";

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseInteger,
  parseFloat64,
  parseDuration,
  quote,
  fold,
  trimSpace,
  parseMediaType,
  parseAddr,
  parseCidr,
  splitHostPort,
  regexpFault: (text) => regexpFault(text),
  parseUrl: (text) => parseUrl(text),
  retryExpressionFault,
  v3: (text) => judgeHttpRule(text, "v3"),
  v2: (text) => judgeHttpRule(`Path(\`/${text.replaceAll("`", "")}\`)`, "v2"),
};

/** Beginning, what is repeated, end: what makes a careless reader look at everything again and again. */
const SHAPES: readonly (readonly [string, string, string])[] = [
  ["", "1", "x"],
  ["0x", "f", "g"],
  ["", "1_", ""],
  ["1.", "0", "ss"],
  ["1", "h", ""],
  ["a", " ", "b"],
  ['a; b="', "\\(", ""],
  ["a;", "a=b;", "a=c"],
  ["", "a", "("],
  ["", "(", ""],
  ["", "[[:", ""],
  ["[", "[:", ""],
  ["", "a{1000}", ""],
  ["", "\\p{", ""],
  ["", "(?:a|", ""],
  ["http://", "[", ""],
  ["http://", "%2", ""],
  ["", ":", ""],
  ["", "1.", ""],
  ["::", "1:", ""],
  ["", "Host(`a`)||", ""],
  ["", "Host(`a`)\n", ""],
  ["Host(", "`a`,", ""],
  ["", "!", "Host(`a`)"],
  ["", "\n\t", "#"],
  ["", "#\n", ""],
  ["", "“", ""],
  ["/*", "*", ""],
  ["", "{", ""],
  ["", "{a}", ""],
  ["", "{a:{", ""],
  ["", "Attempts()<1&&", "1"],
];

test.each(Object.keys(READERS))("%s takes its time from the length alone", (name) => {
  const read = READERS[name] ?? (() => undefined);
  for (const [beginning, repeated, end] of SHAPES) {
    const text = beginning + repeated.repeat(Math.floor(60_000 / repeated.length)) + end;
    const start = performance.now();
    read(text);
    expect({ repeated, ms: performance.now() - start }).toStrictEqual({
      repeated,
      ms: expect.toSatisfy((ms: number) => ms < 2000),
    });
  }
});

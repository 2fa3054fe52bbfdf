import { expect, it } from "vitest";
import { MATCHER_NAMES, spellings } from "../../../src/traefik/rules/matcher-names.ts";
import { parseAnyRule } from "../../../src/traefik/rules/parse-rule.ts";
import { readSimpleRule } from "../../../src/traefik/rules/read-simple-rule.ts";
import { seeded, type Random } from "../../fuzz/random.ts";
import recordedAtRandom from "../../vectors/rules-random.json" with { type: "json" };
import recorded from "../../vectors/rules.json" with { type: "json" };

const NAMES = new Map(
  MATCHER_NAMES.http.v3.flatMap((name) => spellings(name).map((spelling) => [spelling, name] as const)),
);

/** Whether it was read the simple way; fails where that differs from what the tokens say. */
function isSimple(text: string): boolean {
  const rule = readSimpleRule(text, NAMES);
  if (rule === null) return false;
  expect(parseAnyRule(text, "http", "v3"), text).toEqual({ ok: true, rule });
  return true;
}

it.each([
  "Host(`a`)",
  ' host ( `a` , "b" )  &&  !  Path(`/c`) ',
  "!Host(`a`) || PATHPREFIX(`/b`) && Method(`GET`) || !Header(`c`, `d`) && Clientip(`::1`)",
  "Host(``) && Query(`a#{}()`)",
  "(Host(`a`))",
  "Host(`a`) && (PathPrefix(`/b`) || (!Path(`/c`)))",
  "((Host(`a`) || Host(`b`)) || Host(`c`)) || (Host(`d`) || Host(`e`))",
  "( (Host(`a`) && Host(`b`)) && (Host(`c`) && Host(`d`)) ) || Host(`e`)",
])("reads %j", (text) => expect(isSimple(text)).toBe(true));

it.each([
  "",
  "Host()",
  "Host(`a`,)",
  "Host(`a`) &&",
  "Host(`a`) & Path(`/b`)",
  "Host(`a`) Path(`/b`)",
  "(Host(`a`)",
  "Host(`a`))",
  "!(Host(`a`))",
  `${"(".repeat(30)}Host(\`a\`)${")".repeat(30)}`,
  "!!Host(`a`)",
  "Host(`a`)\n&& Path(`/b`)",
  "Host(`é`)",
  'Host("\\x61")',
  "Host('a')",
  "Host(1)",
  "Hosts(`a`)",
  "toString(`a`)",
  "Host(`a`) // b",
  `Host(\`${"a".repeat(2000)}\`)`,
])("leaves %j to the tokens", (text) => expect(isSimple(text)).toBe(false));

it("says of recorded rules what the tokens say", () => {
  const texts = [...recorded, ...recordedAtRandom].map(([, , text]) => text ?? "");
  expect(texts.filter(isSimple).length).toBeGreaterThan(100);
});

it("says of random rules, whole and broken, what the tokens say", () => {
  const random = seeded(7);
  let simple = 0;
  for (let n = 0; n < 10_000; n++) {
    const text = rule(random);
    if (isSimple(random.chance(0.5) ? broken(random, text) : text)) simple++;
  }
  expect(simple).toBeGreaterThan(5_000);
});

const PIECES = [
  "!",
  "(",
  ")",
  "`",
  '"',
  ",",
  "&&",
  "||",
  " ",
  "\n",
  "\\",
  "é",
  "a",
  "1",
  "'",
  "//",
  ".",
  "...",
  ";",
];

function rule(random: Random, depth = 0): string {
  const space = (): string => random.pick(["", "", " ", "  "]);
  const operands = Array.from({ length: 1 + random.below(4) }, () => {
    if (depth < 3 && random.chance(0.3)) return `(${space()}${rule(random, depth + 1)}${space()})`;
    const name = random.pick([...NAMES.keys()]);
    const args = Array.from({ length: 1 + random.below(2) }, () =>
      random.pick(["`a`", '"/b c"', "``", "`^[a-z]+$`"]),
    );
    return `${random.pick(["", "", "!"])}${space()}${name}${space()}(${args.join(`${space()},${space()}`)})`;
  });
  return operands.reduce(
    (text, operand) => `${text}${space()}${random.pick(["&&", "||"])}${space()}${operand}`,
  );
}

function broken(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  return (
    text.slice(0, at) + (random.chance(0.7) ? random.pick(PIECES) : "") + text.slice(at + random.below(3))
  );
}

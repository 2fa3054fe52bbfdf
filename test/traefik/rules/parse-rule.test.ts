import { expect, test } from "vitest";
import { parseRule } from "../../../src/traefik/rules/parse-rule.ts";
import type { Rule } from "../../../src/traefik/rules/rule.ts";

/** The rule in a canonical form that shows its structure. */
function shown(rule: Rule): string {
  if (rule.kind === "matcher")
    return `${rule.negated ? "!" : ""}${rule.name}(${rule.args.map(({ value }) => value).join("|")})`;
  return `${rule.kind}[${rule.operands.map(shown).join(" ")}]`;
}

function outcome(text: string, syntax: "v2" | "v3" = "v3"): string {
  const parsed = parseRule(text, "http", syntax);
  return parsed.ok ? shown(parsed.rule) : parsed.literal ? "literal" : parsed.fault.text;
}

test.each([
  ["Host(`a`)", "Host(a)"],
  ["Host(`a`) || Host(`b`) && Path(`/c`)", "or[Host(a) and[Host(b) Path(/c)]]"],
  ["Host(`a`) || Host(`b`) || Host(`c`)", "or[Host(a) Host(b) Host(c)]"],
  ["Host(`a`) || (Host(`b`) || Host(`c`))", "or[Host(a) or[Host(b) Host(c)]]"],
  ["!(Host(`a`) && (Path(`/b`) || !Path(`/c`)))", "or[!Host(a) and[!Path(/b) Path(/c)]]"],
  ["!!Host(`a`)", "Host(a)"],
  [
    "pathprefix(`/a`) && PATHREGEXP(`b`) && Clientip(`::1`)",
    "and[PathPrefix(/a) PathRegexp(b) ClientIP(::1)]",
  ],
  ["Header(`a`, `b`...,)", "Header(a|b)"],
  ['Host("\\x61\\u00e9\\303\\251")', "Host(aéé)"],
  ["Path(`/a\r\nb`)", "Path(/a\nb)"],
  ["Host(`a`) && // why\nPath(`/b`) /* so */", "and[Host(a) Path(/b)]"],
  ["\ufeffHost(`a`)", "Host(a)"],
])("reads %j", (text, expected) => {
  expect(outcome(text)).toBe(expected);
});

test.each([
  ["", "1:1: expected operand, found 'EOF'"],
  ["\n", "1:2: expected operand, found 'EOF'"],
  ["Host(`é` é", "1:11: missing ',' in argument list"],
  ["Host(\n`a`\n)", "2:4: missing ',' before newline in argument list"],
  ["(\nHost(`a`)\n)", "2:10: expected ')', found newline (and 1 more errors)"],
  ["Host(`a`)\n&& Path(`/b`)", "2:1: expected 'EOF', found '&&'"],
  ["Host(`a`) /*\n*/ && Path(`/b`)", "2:4: expected 'EOF', found '&&'"],
  ["Host(`a`) and Path(`/b`)", "1:11: expected 'EOF', found and"],
  ["Host(“a”)", "1:6: curly quotation mark '“' (use neutral '\"') (and 1 more errors)"],
  ["Query(a=b)", "1:8: expected '==', found '='"],
  ["ClientIP(10.0.0.1)", "1:14: missing ',' in argument list"],
  ["Host({x})", "1:6: expected operand, found '{'"],
  ["Host([a-z]+)", "1:11: expected type, found '+'"],
  ['Host("\\d")', "1:8: unknown escape sequence"],
  ["Host('a')", "unsupported function argument type: 'CHAR'"],
  ["Host(a.example.com)", "a.example.com is not defined"],
  ["Foo(1_0)", "unsupported function: Foo"],
  ["Host(1_0)", 'failed to parse argument: 1_0, error: strconv.Atoi: parsing "1_0": invalid syntax'],
  ["Host(Path(`/a`))", "reflect: cannot use rules.TreeBuilder as type string in Call"],
  ["Host(`a`) && `b`", "reflect: Call using string as type rules.TreeBuilder"],
  ["Headers(`a`, `b`)", "unsupported function: Headers"],
  ["é10.0.0.1", "1:5: expected 'EOF', found .0"],
  ["Pfad٣é2(`a`)", "unsupported function: Pfad٣é2"],
  ["func(a, b.C d)", "1:13: missing ',' in parameter list"],
  ["`a`", "literal"],
])("refuses %j", (text, expected) => {
  expect(outcome(text)).toBe(expected);
});

test("points at what it blames", () => {
  const text = "Host(`a`) && hots(`b`)";
  const parsed = parseRule(text, "http", "v3");
  expect(parsed.ok ? null : text.slice(parsed.fault.span.start, parsed.fault.span.end)).toBe("hots");
});

test("survives depth and length", () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => `Host(\`${i}\`)`).join(" || ");
  const parsed = parseRule(chain, "http", "v3");
  expect(parsed.ok && parsed.rule.kind === "or" && parsed.rule.operands.length).toBe(20_000);
  expect(outcome("(".repeat(250) + "Host(`a`)" + ")".repeat(250))).toBe("Host(a)");
  expect(outcome("!".repeat(250) + "Host(`a`)")).toBe("Host(a)");
  expect(outcome("(".repeat(100_000))).toBe("1:301: exceeded max nesting depth");
  for (const opening of [
    "[]",
    "Host(",
    "a{",
    "a{{",
    "a[",
    "a[:",
    "a.([",
    "<-",
    "map[",
    "func() ",
    "chan ",
    "!(",
  ])
    expect(`${opening} ${outcome(opening.repeat(100_000))}`).toContain("exceeded max nesting depth");
  expect(outcome("#".repeat(100_000))).toContain("(and 99999 more errors)");
});

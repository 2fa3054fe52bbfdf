import type { Breakage } from "../breakage.ts";

const LINES = [
  "[http.routers]", "[http]", "[[http.routers]]", "[http.routers.r]", "[http.services.s.loadBalancer]", "[[http.services.s.loadBalancer.servers]]",
  "http = {}", "http.routers.r.rule = \"Host(`a`)\"", "a.b = 1", "a = 1", "'q' = 1", "\"\" = 1", "= 1", "a =", "a = 1 b = 2", "[", "[a", "[]", "[a.]", "[ a . b ]",
  "a = 'x", "a = \"\"\"x\ny\"\"\"", "a = '''x''y'''", "a = \"\\e\\x41\"", "a = \"\\q\"", "a = [1, 'b', 2.0,]", "a = {b = 1, c = 2,}", "a = {b = 1,\n c = 2}", "a = 2001-12-14", "a = 07:32",
  "a = 07:32:00", "a = 1979-05-27T07:32:00Z", "a = inf", "a = +nan", "a = 0x1F", "a = 0o7", "a = 1__0", "a = 1_0", "a = 01", "a = 1.", "a = .5", "a = 1e5", "a = True", "a = nul",
  "[tls.options.x]\nminVersion = \"VersionTLS12\"", "[Tls.Options.y]\nMinVersion = \"VersionTLS12\"", "# é", "# \u0001", "\u00a0a = 1", "a\t=\t1", "a = 1 # c", "[a] # c", "[[a]]\n[a]", "[a]\n[a.b]\n[a]",
]; // prettier-ignore

const VALUES = ["1", "true", "\"5s\"", "5", "[]", "['a']", "[1, 2]", "[[1]]", "{}", "{a = 1}", "2001-12-14", "3.5", "''", "\"\"", "\"a,b\"", "'''\nx'''", "inf", "9223372036854775808", "-1", "tru", "a", "'a' 'b'", "\"\\u00e9\"", "\"\\ud800\"", "[{a = 1}]", "[true]", "[ ]", "'~'"]; // prettier-ignore

/** What only TOML has: tables, keys with dots, arrays of tables, its own values. */
export const breakToml: Breakage = (text, { random, name }) => {
  if (!/\.toml$/i.test(name)) return null;
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  const changed = random.pick([
    () => [random.pick(LINES), line],
    () => [line, random.pick(LINES)],
    () => [line.replace(/=.*/, `= ${random.pick(VALUES)}`)],
    () => [line.replace(/=.*/, `= ${random.pick(VALUES)}`)],
    () => [line.replace(/^\[+(.*?)\]+/, "[$1]")],
    () => [line.replace(/^\[+(.*?)\]+/, "[[$1]]")],
    () => [line.replace(/^\[+(.*?)\]+/, "[$1.x]")],
    () => [line.replace(/\.[^.\]]+(?=\])/, "")],
    () => [line.replace(/^(\w+) *=/, "x.$1 =")],
    () => [line, line],
    () => [line.replace(/"/g, "'")],
    () => [line.replace(/"/, '"""')],
    () => [line.replace(/=/, "= [").concat("]")],
    () => [],
  ])();
  lines.splice(at, 1, ...changed);
  return lines.join("\n");
};

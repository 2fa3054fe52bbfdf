import type { Breakage } from "../breakage.ts";
import type { Random } from "../random.ts";
import { RULE_PLACE, replaceOne } from "./places.ts";

const MATCHERS = ["Host", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "Header", "Headers", "HeaderRegexp", "HeadersRegexp", "Query", "QueryRegexp", "ClientIP", "HostSNI", "HostSNIRegexp", "HostHeader", "host", "METHOD", "pathPrefix", "Pathprefix", "ALPN", "Hosts"]; // prettier-ignore
const PARTS = ["`", "(", ")", "!", "&&", "||", "&", "|", ",", "`a`", '"a"', "'a'", "``", '"\\d"', "{x:[a-z]+}", "\\", "*", "`/x`", "...", " ", "\n", "#", "5", ">", "1.0", "//", "/* */", "and", ";", "é", "<nil>", "[0]", "$", "“"]; // prettier-ignore
const ARGUMENTS = ["", "*", "é", "a b", "/a", "a", "(", "[a-", "10.0.0.0/8", "10.0.0.0/99", "::1", "*.a", "*.a.b", "a.*", "^/x$", "a_b.c", "{x}", "{x:[a-z]+}.a", "/{id:[0-9]+}", "/{", "/{x:(}", "(?i)a", "(?!a)", "\\p{Greek}", "a=b", "acme-tls/1", "h2", " ", "A.B", "x{2000}", "GET", "[::1]"]; // prettier-ignore

/** A rule or another expression: its operators, names, values, or its whole. */
export const breakRule: Breakage = (text, { random }) =>
  replaceOne(text, RULE_PLACE, random, (rule) =>
    random.chance(0.15) ? anyRule(random) : change(rule, random),
  );

function change(rule: string, random: Random): string {
  const at = random.below(rule.length + 1);
  return random.pick([
    () => rule.slice(0, at) + rule.slice(at + 1),
    () => rule.slice(0, at) + random.pick(PARTS) + rule.slice(at),
    () => replaceOne(rule, /()([A-Za-z]+)(?=\()/g, random, () => random.pick(MATCHERS)) ?? rule,
    () => replaceOne(rule, /(\x60)([^\x60]*)(?=\x60)/g, random, () => random.pick(ARGUMENTS)) ?? rule,
    () => `${rule} ${random.pick(["&&", "||", "&& !", "|| !"])} ${matcher(random)}`,
    () => rule.replace(/[A-Za-z]+(?=\()/g, (name) => name.toLowerCase()),
    () => rule.replace("`)", `\`, \`${random.pick(ARGUMENTS)}\`)`),
    () => rule.replaceAll("`", random.pick(["'", '\\"', "´"])),
    () => `!(${rule})`,
  ])();
}

function matcher(random: Random): string {
  const args = Array.from(
    { length: random.pick([0, 1, 1, 1, 1, 2, 2, 3]) },
    () => `\`${random.pick(ARGUMENTS)}\``,
  );
  return `${random.pick(MATCHERS)}(${args.join(", ")})`;
}

/** A rule of matchers with the arguments of others: one of YAML's and TOML's plain values. */
export function anyRule(random: Random): string {
  const rule = Array.from(
    { length: 1 + random.below(3) },
    () => `${random.chance(0.2) ? "!" : ""}${matcher(random)}`,
  );
  return `'${rule.join(random.pick([" && ", " || ", "&&", " && ! "])).replaceAll("'", "")}'`;
}

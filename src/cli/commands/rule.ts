import { RULES, ruleIds } from "../../rules.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { knownRule } from "../rule-filter.ts";
import { rulePage } from "../rule-page.ts";

/** `rule [RULE...]`: prints what is written about rules, or which there are. */
export const runRule: Run = async (names, _, terminal) => {
  terminal.out.write(names.length === 0 ? listOfRules() : names.map((name) => pageOf(name)).join("\n"));
  return EXIT.accepted;
};

function pageOf(name: string): string {
  const { text } = rulePage(knownRule(name));
  if (text === null) throw new Error(`docs/rules/${name}.md is missing in the folder of this program`);
  return text;
}

function listOfRules(): string {
  const ids = ruleIds().toSorted();
  const width = Math.max(...ids.map(({ length }) => length));
  return ids
    .map((id) => `${id.padEnd(width)}  ${RULES[id].severity.padEnd(7)}  ${RULES[id].summary}\n`)
    .join("");
}

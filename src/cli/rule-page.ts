import manifest from "../../package.json" with { type: "json" };
import type { RuleId } from "../rules.ts";
import { ruleText } from "./rule-text.ts";

/** Where a rule is explained. */
export interface RulePage {
  /** on the web, below the homepage of package.json; null where it has none: then the command `rule` prints the page */
  readonly address: string | null;
  /** the page itself, Markdown that can be read anywhere; null where somebody took it out of the package */
  readonly text: string | null;
}

/** The page of a rule in docs/rules. */
export function rulePage(id: RuleId, homepage: string | null = HOMEPAGE): RulePage {
  const folder = homepage === null ? null : `${homepage.replace(/#.*$/, "").replace(/\/*$/, "/")}docs/rules/`;
  return { address: folder && `${folder}${id}.md`, text: textOf(id, folder) };
}

/** A package that is published says where it lives. */
const HOMEPAGE: string | null =
  "homepage" in manifest && typeof manifest.homepage === "string" ? manifest.homepage : null;

const LINK = /\[([^\]]*)\]\(((?:\.\.\/)?[\w-]+\.md[^)]*)\)/g;

/** Links to other pages lead to the web, or are none. */
function textOf(id: RuleId, folder: string | null): string | null {
  let text: string;
  try {
    text = ruleText(id);
  } catch {
    return null;
  }
  return text.replace(LINK, folder === null ? "$1" : `[$1](${folder}$2)`);
}

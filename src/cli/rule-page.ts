import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import type { RuleId } from "../rules.ts";
import { packageFolder } from "./package-folder.ts";

/** Where a rule is explained. */
export interface RulePage {
  /** for people: below the homepage of package.json, where it has one, else the page's path in this package */
  readonly address: string;
  /** absolute; null where the page lies nowhere: a standalone executable of a package without a homepage */
  readonly uri: string | null;
  /** the page itself, Markdown; null where it is not at hand */
  readonly text: string | null;
}

/** The page of a rule in docs/rules. */
export function rulePage(id: RuleId, homepage: string | null = HOMEPAGE): RulePage {
  const path = `docs/rules/${id}.md`;
  const file = fileOf(path);
  const below = homepage?.replace(/#.*$/, "").replace(/\/*$/, "/");
  return {
    address: below === undefined ? path : below + path,
    uri: below === undefined ? file && pathToFileURL(file).href : below + path,
    text: file && readFileSync(file, "utf8"),
  };
}

/** A package that is published says where it lives; one that is not has its pages beside it. */
const HOMEPAGE: string | null =
  "homepage" in manifest && typeof manifest.homepage === "string" ? manifest.homepage : null;

function fileOf(path: string): string | null {
  try {
    const file = `${packageFolder()}${path}`;
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

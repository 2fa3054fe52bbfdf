import { RULES, type RuleId } from "../../src/rules.ts";

/** What a person writes of a page of docs/rules; all else on it is made from src/rules and from the judge. */
export interface RulePage {
  readonly id: RuleId;
  /** Markdown: what Traefik does, in its own words where it has some */
  readonly does: string;
  readonly wrong: Example;
  readonly right: Example;
  /** Markdown: what to write instead */
  readonly mend: string;
}

/** Files of an environment, or a script that makes one and calls the command. */
export type Example =
  | { readonly kind: "files"; readonly files: Readonly<Record<string, string>> }
  | { readonly kind: "script"; readonly script: string };

const HEADINGS = ["What Traefik does", "Wrong", "Right", "How to mend", "How to silence"] as const;

/** Reads what a person wrote. @throws with the part that is missing */
export function readRulePage(id: RuleId, text: string): RulePage {
  const section = (heading: (typeof HEADINGS)[number]): string => {
    const found = new RegExp(`^## ${heading}\\n(.*?)(?=^## |(?![^]))`, "ms").exec(text)?.[1]?.trim();
    if (!found && heading !== "How to silence")
      throw new Error(`docs/rules/${id}.md: nothing below "## ${heading}"`);
    return found ?? "";
  };
  return {
    id,
    does: section("What Traefik does"),
    wrong: readExample(id, section("Wrong")),
    right: readExample(id, section("Right")),
    mend: section("How to mend"),
  };
}

const FILE = /^`([^`\n]+)`:\n\n```[a-z]+\n(.*?)^```$/gms;

function readExample(id: RuleId, text: string): Example {
  const script = /^```sh\n(.*?)^```$/ms.exec(text)?.[1];
  if (script !== undefined) return { kind: "script", script };
  const files = Object.fromEntries(
    [...text.matchAll(FILE)].map(([, path, content]) => [path, content] as const),
  );
  if (Object.keys(files).length === 0) throw new Error(`docs/rules/${id}.md: an example without a file`);
  return { kind: "files", files };
}

/** The whole page. @param report what the judge says of the wrong example @param comments whether a comment can silence it */
export function renderRulePage(page: RulePage, report: string, comments: boolean): string {
  const { id, does, wrong, right, mend } = page;
  const { severity, effect, summary } = RULES[id];
  return `# ${id}

${sentence(summary)}

| severity | effect |
|---|---|
| ${severity} | ${effect === null ? "none: Traefik has no opinion" : `${effect}: ${EFFECTS[effect]}`} |

## What Traefik does

${does}

## Wrong

${renderExample(wrong)}
\`\`\`text
${report.trimEnd()}
\`\`\`

## Right

${renderExample(right)}
## How to mend

${mend}

## How to silence

${silence(page, comments)}
`;
}

const EFFECTS = {
  crash: "Traefik dies, or never loads a configuration again",
  refused: "Traefik loads nothing of the configuration, or does not start",
  disabled: "the object is not served, or served with an error in its status",
  ignored: "it is without effect, and Traefik does not say so",
} as const;

function silence({ id, wrong }: RulePage, comments: boolean): string {
  const { effect } = RULES[id];
  if (effect === "refused" || effect === "crash")
    return `Not at all: ${effect === "crash" ? "it would end the gateway" : "Traefik does not load it either"}, whatever is ignored here.`;
  if (wrong.kind === "script" && /gateway-hook-configsync(?! validate)/.test(wrong.script))
    return "Not at all: `validate` cannot find it, and `sync` has nothing to ignore it by.";
  const flag = `\`validate --ignore ${id}\` leaves it out of one report`;
  return comments
    ? `With a comment and a reason, on the line of the finding or right above it:\n\n\`\`\`yaml\n# gateway-ignore ${id}: why this is meant\n\`\`\`\n\n${flag}; \`sync\` honours the comment alone.`
    : `There is no line to put a comment on. ${flag}; \`sync\` does not.`;
}

function renderExample(example: Example): string {
  if (example.kind === "script") return `\`\`\`sh\n${example.script}\`\`\`\n`;
  return Object.entries(example.files)
    .map(([path, text]) => `\`${path}\`:\n\n\`\`\`${languageOf(path)}\n${text}\`\`\`\n`)
    .join("\n");
}

function languageOf(path: string): string {
  return /\.ya?ml$/.test(path) ? "yaml" : path.endsWith(".toml") ? "toml" : "text";
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

/** The index: what a person wrote above the first heading, then every rule by what Traefik does about it. */
export function renderRuleIndex(intro: string): string {
  const ids = Object.keys(RULES) as RuleId[];
  const groups = GROUPS.map(([effect, heading]) => {
    const rows = ids
      .filter((id) => RULES[id].effect === effect)
      .map((id) => `| [${id}](${id}.md) | ${RULES[id].severity} | ${RULES[id].summary} |`);
    return `## ${heading}\n\n| rule | severity | |\n|---|---|---|\n${rows.join("\n")}\n`;
  });
  return `${intro.split(/^## /m)[0]?.trimEnd() ?? ""}\n\n${groups.join("\n")}`;
}

const GROUPS = [
  ["crash", "Traefik dies of it, or never loads again"],
  ["refused", "Traefik loads nothing, or does not start"],
  ["disabled", "Traefik does not serve the object as written"],
  ["ignored", "Traefik silently passes over it"],
  [null, "Traefik has no opinion"],
] as const;

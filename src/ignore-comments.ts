import { diagnose, type Diagnostic } from "./diagnostic.ts";
import type { Tree, TreeFile } from "./environment/tree.ts";
import { nearest } from "./nearest.ts";
import { infoOf, isRule, ruleIds, type RuleId } from "./rules.ts";

/** `# gateway-ignore RULE: reason`, in YAML and TOML alike; several rules with commas. */
const COMMENT = /#[ \t]*gateway-ignore[ \t]+([a-z-]+(?:[ \t]*,[ \t]*[a-z-]+)*)[ \t]*(?::[ \t]*(\S.*)?)?$/;
/** How many comments may speak of one line: no person writes more, and work must stay bounded. */
const MAX_STACK = 20;
const MARK = Buffer.from("gateway-ignore");

interface IgnoreComment {
  readonly file: string;
  readonly line: number;
  /** 1-based, where the comment begins */
  readonly column: number;
  readonly length: number;
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  /** the lines that it speaks of: its own, and the next with content where it stands alone */
  readonly lines: ReadonlySet<number>;
}

/**
 * Leaves out the findings that a comment of their line, or of the comment lines right above, ignores with a reason.
 * What makes Traefik refuse everything, or die, cannot be ignored. A comment without effect is a finding itself.
 */
export function applyIgnoreComments(tree: Tree, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const comments = tree.files.flatMap(commentsOf);
  if (comments.length === 0) return [...diagnostics];
  const byPlace = new Map<string, IgnoreComment[]>();
  for (const comment of comments) {
    for (const line of comment.lines) {
      const key = placeKey(comment.file, line);
      byPlace.set(key, [...(byPlace.get(key) ?? []).slice(-MAX_STACK), comment]);
    }
  }
  const used = new Set<string>();
  const kept = diagnostics.filter(({ rule, file, line }) => {
    if (!canIgnore(rule)) return true;
    const ignored = (byPlace.get(placeKey(file, line)) ?? []).filter(
      ({ rules, reason }) => reason && rules.includes(rule),
    );
    for (const comment of ignored) used.add(keyOf(comment, rule));
    return ignored.length === 0;
  });
  return [...kept, ...comments.flatMap((comment) => withoutEffect(comment, used))];
}

function withoutEffect(comment: IgnoreComment, used: ReadonlySet<string>): Diagnostic[] {
  const { file, line, column, length } = comment;
  const range = { line, column, endLine: line, endColumn: column + length };
  return comment.rules.flatMap((rule) => {
    if (used.has(keyOf(comment, rule))) return [];
    const [message, hint] = reproach(rule, comment.reason);
    return [diagnose("ignore-comment", { file, range, message, hint })];
  });
}

function reproach(rule: string, reason: string | undefined): [message: string, hint: string | null] {
  if (!isRule(rule)) {
    const meant = nearest(rule, ruleIds());
    return [`there is no rule ${rule} to ignore`, meant === null ? null : `did you mean ${meant}?`];
  }
  if (!reason) return [`${rule} is not ignored: no reason is given`, `write "# gateway-ignore ${rule}: why"`];
  if (!canIgnore(rule)) return [`${rule} cannot be ignored: Traefik does not ignore it either`, null];
  return [`nothing here is ${rule}: the comment ignores nothing`, "remove the comment"];
}

function canIgnore(rule: RuleId): boolean {
  const { effect } = infoOf(rule);
  return effect !== "refused" && effect !== "crash";
}

function commentsOf({ path, bytes }: TreeFile): IgnoreComment[] {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!/\.(?:ya?ml|toml)$/i.test(path) || !content.includes(MARK)) return [];
  const lines = content.toString("utf8").split(/\r\n|[\r\n]/);
  const next = nextContent(lines);
  return lines.flatMap((text, index) => {
    const found = text.includes("gateway-ignore") ? COMMENT.exec(text.trimEnd()) : null;
    if (found === null) return [];
    const own = index + 1;
    return [
      {
        file: path,
        line: own,
        column: characters(text.slice(0, found.index)) + 1,
        length: characters(found[0]),
        rules: (found[1] ?? "").split(",").map((rule) => rule.trim()),
        reason: found[2],
        lines: new Set(isComment(text) ? [own, next[index] ?? own] : [own]),
      },
    ];
  });
}

/** For each line, the 1-based number of the first line after it that is more than a comment. */
function nextContent(lines: readonly string[]): number[] {
  const next: number[] = [];
  let line = lines.length + 1;
  for (let index = lines.length - 1; index >= 0; index--) {
    next[index] = line;
    if (!isComment(lines[index] ?? "")) line = index + 1;
  }
  return next;
}

function isComment(text: string): boolean {
  return text.trimStart().startsWith("#");
}

function placeKey(file: string, line: number): string {
  return `${line} ${file}`;
}

function keyOf({ file, line }: IgnoreComment, rule: string): string {
  return JSON.stringify([file, line, rule]);
}

function characters(text: string): number {
  return Array.from(text).length;
}

import type { Span } from "../load/node.ts";
import { MATCHER_NAMES } from "./matcher-names.ts";

/** A rule, sound or broken, as it may be told. */
export interface VeiledRule {
  /** as long as the rule, with `…` for each character that is hidden; quotes, brackets and commas stay */
  readonly text: string;
  /** whether something at a place, or beginning there, is hidden */
  readonly hides: (place: Span) => boolean;
}

/** In a call: its arguments are told, or not; outside of calls: a group. */
type Context = "told" | "hidden" | "group";

interface Token extends Span {
  readonly text: string;
}

const TOKEN = /`[^`]*`?|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|[\p{L}\p{Nd}_]+|&&|\|\||[^\s]/gsu;
const SECRET = /^(?:headers?|query)(?:regexp)?$/i;
/** In what seems to be a value: the quotes are not where they should be. */
const SECRET_CALL = /\b(?:headers?|query)(?:regexp)?\s*\(/i;
/** The name of a header or parameter, which another argument follows, or its value. */
const NAME = /\s*[`"']?[\w-]+(?=[`"']?\s*[,=])/y;
const OPERATOR_WORD = /^(?:and|or|not)$/i;

const KNOWN: ReadonlySet<string> = new Set(
  Object.values(MATCHER_NAMES).flatMap(({ v2, v3 }) => [...v2, ...v3].map((name) => name.toLowerCase())),
);

/** Whether the arguments of a matcher may be secrets: those that ask for headers or parameters of a query. */
export function takesSecrets(matcher: string): boolean {
  return SECRET.test(matcher);
}

/**
 * Hides what may be a secret: values of headers and of query parameters. Which text is one cannot be told for sure in a
 * rule that nobody can parse: shown is what stands in a call of another matcher, the name of a header or a parameter,
 * and, where the rule has no call but of other matchers, everything.
 */
export function veilRule(text: string): VeiledRule {
  const hidden = hiddenSpans(text);
  const shown = hidden.map(
    ({ start, end }, at) => text.slice(hidden[at - 1]?.end ?? 0, start) + "…".repeat(end - start),
  );
  return {
    text: shown.join("") + text.slice(hidden.at(-1)?.end ?? 0),
    hides: (place) => hidden.some(({ start, end }) => start <= place.end && place.start <= end),
  };
}

function hiddenSpans(text: string): readonly Span[] {
  const tokens = Array.from(text.matchAll(TOKEN), (match): Token => {
    return { text: match[0], start: match.index, end: match.index + match[0].length };
  });
  const isSuspicious = tokens.some((token, at) => isSuspect(token, tokens[at + 1]?.text));
  const hidden: Span[] = [];
  const calls: Context[] = [];
  let nameEnd = 0;
  for (const [at, token] of tokens.entries()) {
    const context = calls.at(-1) ?? "group";
    const before = tokens[at - 1]?.text ?? "";
    if (isQuoted(token)) {
      const call = SECRET_CALL.exec(token.text);
      if (call !== null) return [...hidden, { start: token.start + call.index, end: text.length }];
    }
    if (token.text === "(" || (token.text === ":" && calls.length === 0 && isWord(before))) {
      calls.push(contextOf(before, context));
      NAME.lastIndex = token.end;
      if (takesSecrets(before) && NAME.test(text)) nameEnd = NAME.lastIndex;
    } else if (token.text === ")") calls.pop();
    else if (token.text === ";") calls.length = 0;
    else if (/^(?:&&|\|\|)$/.test(token.text) && context === "hidden") {
      // a bracket is missing: the next matcher is judged by its own name
      while (calls.length > 0 && calls.at(-1) !== "group") calls.pop();
    } else if (isHidden(token, tokens[at + 1]?.text, context, isSuspicious)) {
      const inside = isQuoted(token) ? insideOf(token) : token;
      const start = Math.max(inside.start, nameEnd);
      if (start < inside.end) hidden.push({ start, end: inside.end });
    }
  }
  return hidden;
}

/** What an opening bracket opens, by the word before it. */
function contextOf(name: string, around: Context): Context {
  if (around === "hidden" || !isWord(name) || OPERATOR_WORD.test(name)) return around;
  return KNOWN.has(name.toLowerCase()) && !takesSecrets(name) ? "told" : "hidden";
}

function isHidden(token: Token, next: string | undefined, context: Context, isSuspicious: boolean): boolean {
  if (context === "told" || token.text === ",") return false;
  if (isQuoted(token)) return context === "hidden" || isSuspicious;
  if (!isWord(token.text)) return context === "hidden";
  if (KNOWN.has(token.text.toLowerCase()) || OPERATOR_WORD.test(token.text)) return false;
  // the name of a matcher that there is not
  if (context === "group" && next === "(") return false;
  return context === "hidden" || isSuspicious;
}

/** What makes a value out of what stands alone: a matcher that takes some, or a word that may be one misspelt. */
function isSuspect(token: Token, next = ""): boolean {
  if (isQuoted(token)) return SECRET_CALL.test(token.text);
  if (!isWord(token.text) || OPERATOR_WORD.test(token.text)) return false;
  if (KNOWN.has(token.text.toLowerCase())) return takesSecrets(token.text);
  return /^[(:`"']/.test(next);
}

function isWord(text: string): boolean {
  return /^[\p{L}\p{Nd}_]/u.test(text);
}

function isQuoted({ text }: Token): boolean {
  return /^[`"']/.test(text);
}

function insideOf({ text, start, end }: Token): Span {
  const isClosed = text.length > 1 && text.endsWith(text.charAt(0));
  return { start: start + 1, end: isClosed ? end - 1 : end };
}

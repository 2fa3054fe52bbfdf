import {
  APOSTROPHE,
  COLON,
  COMMA,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  DASH,
  DOT,
  HASH,
  isBlank,
  isMarker,
  isSpaceOrEnd,
  OPEN_BRACE,
  OPEN_BRACKET,
  PERCENT,
  QUESTION,
  QUOTE,
} from "./characters.ts";
import { scanBlockScalar } from "./scan-block.ts";
import { skipLineComment, skipToToken } from "./scan-blank.ts";
import { scanDirective } from "./scan-directive.ts";
import { scanPlain } from "./scan-plain.ts";
import { scanAnchor, scanTag } from "./scan-properties.ts";
import { scanQuoted } from "./scan-quoted.ts";
import {
  column,
  currentKey,
  dedentTo,
  dropPossibleKey,
  enterFlow,
  fail,
  forgetKey,
  indentTo,
  inFlow,
  insertToken,
  isStillPossible,
  pushKeyToken,
  savePossibleKey,
  token,
  type Scanner,
  type Token,
} from "./scanner.ts";

/** yaml.v3 scans this many tokens ahead of the one that its parser looks at: mistakes there count. */
const LOOK_AHEAD = 2;
/** How many taken tokens may pile up in the queue. */
const SPENT = 256;

/** The next token, which stays in the queue. */
export function peek(s: Scanner): Token {
  for (;;) {
    const first = s.tokens[s.head];
    if (first !== undefined && s.tokens.length - s.head > LOOK_AHEAD && !mayBeKey(s, first)) return first;
    fetch(s);
  }
}

/** Takes the token that `peek` gave. */
export function take(s: Scanner): void {
  s.taken++;
  s.head++;
  if (s.head < SPENT) return;
  s.tokens = s.tokens.slice(s.head);
  s.head = 0;
}

function mayBeKey(s: Scanner, first: Token): boolean {
  const key = first.keyLevel < 0 ? undefined : s.keys[first.keyLevel];
  return key !== undefined && isStillPossible(s, key);
}

function fetch(s: Scanner): void {
  skipToToken(s);
  dedentTo(s, column(s));
  s.reach = Math.max(s.reach, s.offset + 4);
  const { text, offset } = s;
  const code = text.charCodeAt(offset);
  if (Number.isNaN(code)) return fetchEnd(s);
  if (offset === s.lineStart) {
    if (code === PERCENT) return fetchDirective(s);
    if ((code === DASH || code === DOT) && isMarker(text, offset, code)) return fetchMarker(s, code);
  }
  fetchContent(s, code);
}

function fetchContent(s: Scanner, code: number): void {
  const next = s.text.charCodeAt(s.offset + 1);
  switch (code) {
    case OPEN_BRACKET:
      return fetchFlowStart(s, "[");
    case OPEN_BRACE:
      return fetchFlowStart(s, "{");
    case CLOSE_BRACKET:
      return fetchFlowEnd(s, "]");
    case CLOSE_BRACE:
      return fetchFlowEnd(s, "}");
    case COMMA:
      return fetchComma(s);
    case DASH:
      return isSpaceOrEnd(next) ? fetchDash(s) : fetchPlain(s);
    case QUESTION:
      return inFlow(s) || isSpaceOrEnd(next) ? fetchExplicitKey(s) : fetchPlain(s);
    case COLON:
      return inFlow(s) || isSpaceOrEnd(next) ? fetchColon(s) : fetchPlain(s);
    case 0x2a: // *
      return fetchProperty(s, "alias");
    case 0x26: // &
      return fetchProperty(s, "anchor");
    case 0x21: // !
      return fetchProperty(s, "tag");
    case APOSTROPHE:
    case QUOTE:
      return fetchQuoted(s);
    case 0x7c: // |
    case 0x3e: // >
      return inFlow(s) ? failCharacter(s) : fetchBlockScalar(s);
    case HASH:
    case PERCENT:
    case 0x40: // @
    case 0x60: // `
      return failCharacter(s);
    default:
      return isBlank(code) ? failCharacter(s) : fetchPlain(s);
  }
}

function failCharacter(s: Scanner): never {
  fail("found character that cannot start any token", s.offset, s.offset + 1, s.offset, s.offset);
}

/** Ends everything that is open in the block context: the text, the document or a directive starts anew. */
function leaveDocument(s: Scanner): void {
  dedentTo(s, -1);
  dropPossibleKey(s);
  s.keyAllowed = false;
}

function fetchEnd(s: Scanner): void {
  s.lineStart = s.offset;
  leaveDocument(s);
  // the end is on a line of its own, see `lineOf`
  s.tokens.push(token("stream end", s.text.length + 1, s.text.length + 1));
}

function fetchDirective(s: Scanner): void {
  leaveDocument(s);
  s.tokens.push(scanDirective(s));
}

function fetchMarker(s: Scanner, code: number): void {
  leaveDocument(s);
  pushIndicator(s, code === DASH ? "document start" : "document end", 3);
}

function pushIndicator(s: Scanner, kind: Token["kind"], width: number): void {
  s.tokens.push(token(kind, s.offset, s.offset + width));
  s.offset += width;
}

function fetchFlowStart(s: Scanner, kind: "[" | "{"): void {
  savePossibleKey(s);
  const made = token(kind, s.offset, s.offset + 1);
  pushKeyToken(s, made);
  enterFlow(s, made);
  s.keyAllowed = true;
  s.offset++;
  skipLineComment(s);
}

function fetchFlowEnd(s: Scanner, kind: "]" | "}"): void {
  dropPossibleKey(s);
  if (inFlow(s)) {
    forgetKey(currentKey(s));
    s.keys.pop();
  }
  s.keyAllowed = false;
  pushIndicator(s, kind, 1);
  skipLineComment(s);
}

function fetchComma(s: Scanner): void {
  dropPossibleKey(s);
  s.keyAllowed = true;
  pushIndicator(s, ",", 1);
  skipLineComment(s);
}

function fetchDash(s: Scanner): void {
  if (!inFlow(s)) {
    if (!s.keyAllowed) failHere(s, "block sequence entries are not allowed in this context");
    indentTo(s, column(s), s.offset, "list start", s.taken + s.tokens.length - s.head);
  }
  dropPossibleKey(s);
  s.keyAllowed = true;
  pushIndicator(s, "-", 1);
}

function failHere(s: Scanner, message: string): never {
  fail(message, s.offset, s.offset + 1, s.offset, s.offset);
}

function fetchExplicitKey(s: Scanner): void {
  if (!inFlow(s)) {
    if (!s.keyAllowed) failHere(s, "mapping keys are not allowed in this context");
    indentTo(s, column(s), s.offset, "map start", s.taken + s.tokens.length - s.head);
  }
  dropPossibleKey(s);
  s.keyAllowed = !inFlow(s);
  pushIndicator(s, "key", 1);
  skipLineComment(s);
}

function fetchColon(s: Scanner): void {
  const key = currentKey(s);
  if (isStillPossible(s, key)) {
    insertToken(s, token("key", key.start, key.start), key.token);
    indentTo(s, key.start - key.line, key.start, "map start", key.token);
    forgetKey(key);
    s.keyAllowed = false;
  } else {
    if (!inFlow(s)) {
      if (!s.keyAllowed) failHere(s, "mapping values are not allowed in this context");
      indentTo(s, column(s), s.offset, "map start", s.taken + s.tokens.length - s.head);
    }
    s.keyAllowed = !inFlow(s);
  }
  pushIndicator(s, "value", 1);
  skipLineComment(s);
}

function fetchProperty(s: Scanner, kind: "alias" | "anchor" | "tag"): void {
  savePossibleKey(s);
  s.keyAllowed = false;
  pushKeyToken(s, kind === "tag" ? scanTag(s) : scanAnchor(s, kind));
  skipLineComment(s);
}

function fetchQuoted(s: Scanner): void {
  savePossibleKey(s);
  s.keyAllowed = false;
  pushKeyToken(s, scanQuoted(s));
  skipLineComment(s);
}

function fetchPlain(s: Scanner): void {
  savePossibleKey(s);
  s.keyAllowed = false;
  pushKeyToken(s, scanPlain(s));
  // a plain scalar that looked for its next line is behind the comments of its own
  if (!s.keyAllowed) skipLineComment(s);
}

function fetchBlockScalar(s: Scanner): void {
  dropPossibleKey(s);
  s.keyAllowed = true;
  s.tokens.push(scanBlockScalar(s));
}

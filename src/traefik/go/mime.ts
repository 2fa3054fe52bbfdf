import { toLower } from "./fold.ts";
import { failure, success, type GoResult } from "./result.ts";

export interface MediaType {
  /** in lower case, without parameters */
  readonly type: string;
  /** by name in lower case; continuations (RFC 2231) are left as they are */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+\\-.^_`{|}~A-Za-z\\d]+";
/** unicode.IsSpace, which is not JavaScript's `\s` */
const SPACE = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

/** A backslash escapes one of these; before any other character it stands for itself. */
const SPECIAL = '[()<>@,;:\\\\"/[\\]?=]';
const QUOTED = `"((?:\\\\${SPECIAL}|\\\\(?!${SPECIAL})|[^"\\\\\\r\\n])*)"`;
const PARAMETER = `${SPACE}*;${SPACE}*(${TOKEN})${SPACE}*=${SPACE}*(?:${QUOTED}|(${TOKEN}))`;

/**
 * mime.ParseMediaType.
 *
 * @returns the type, or `mime: no media type`, `mime: expected slash after first token`,
 *   `mime: expected token after slash`, `mime: unexpected content after media subtype`,
 *   `mime: invalid media parameter`, `mime: duplicate parameter name`
 */
export function parseMediaType(text: string): GoResult<MediaType> {
  const base = /^[^;]*/.exec(text)?.[0] ?? "";
  const type = trimSpace(toLower(base));
  const fault = typeFault(type);
  if (fault !== undefined) return failure(`mime: ${fault}`);
  const parameters = new Map<string, string>();
  const parameter = new RegExp(PARAMETER, "y");
  parameter.lastIndex = base.length;
  for (let rest = text.slice(base.length); trimSpace(rest) !== ""; rest = text.slice(parameter.lastIndex)) {
    const start = parameter.lastIndex;
    const match = parameter.exec(text);
    if (match === null) {
      parameter.lastIndex = start;
      if (trimSpace(rest) === ";") break;
      return failure("mime: invalid media parameter");
    }
    const [, name = "", quoted, token = ""] = match;
    const value = quoted?.replace(/\\([()<>@,;:\\"/[\]?=])/g, "$1") ?? token;
    const key = name.toLowerCase();
    if ((parameters.get(key) ?? value) !== value) return failure("mime: duplicate parameter name");
    parameters.set(key, value);
  }
  return success({ type, parameters });
}

function typeFault(type: string): string | undefined {
  const [, main = "", slash = "", sub = "", rest = ""] =
    new RegExp(`^(${TOKEN})?(/)?(${TOKEN})?(.*)$`, "s").exec(type) ?? [];
  if (main === "") return "no media type";
  if (slash === "") return rest === "" ? undefined : "expected slash after first token";
  if (sub === "") return "expected token after slash";
  return rest === "" ? undefined : "unexpected content after media subtype";
}

const ONE_SPACE = new RegExp(`^${SPACE}$`);
const SPACED = new RegExp(`^${SPACE}|${SPACE}$`);

/** strings.TrimSpace, in time that grows with the text alone */
export function trimSpace(text: string): string {
  if (!SPACED.test(text)) return text;
  let start = 0;
  let end = text.length;
  while (start < end && ONE_SPACE.test(text.charAt(start))) start += 1;
  while (start < end && ONE_SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

import type { PlainValue } from "./diff-objects.ts";

const CONCEALED = "(secret)";

/** Fields, also of plugins, whose values nobody shall read in a log or a pull request. */
const SECRET_FIELD =
  /^(?:users|key|.*(?:password|passwd|secret|token|api-?key|private-?key|hmac(?:encoded)?|credentials?))(?:\[\d+\])*$/i;
const SECRET_HEADER = /(?:authorization|cookie|token|secret|key|password)$/i;
/** Texts that are secrets wherever they stand: keys, hashes of passwords, credentials in headers and URLs. */
const SECRET_TEXT: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*/, CONCEALED],
  [/\b(Bearer|Basic) +[\w.~+/=-]{6,}/gi, `$1 ${CONCEALED}`],
  [/[^\s"'`:,]+:\$(?:apr1|2[abxy]|1|5|6)\$[^\s"'`,]+/g, CONCEALED],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, CONCEALED],
  [/(?<=:\/\/)[^\s/@"'`]+(?=@)/g, CONCEALED],
  [/([?&][\w-]*(?:token|secret|password|key)=)[^&\s"'`]+/gi, `$1${CONCEALED}`],
  [
    /(\bHeader(?:Regexp)?\(\s*[`"](?:[\w-]*(?:authorization|cookie|token|secret|key|password))[`"]\s*,\s*)([`"])[^]*?\2/gi,
    `$1$2${CONCEALED}$2`,
  ],
];

/**
 * A value as it may be shown: a secret field's is not, whatever is inside, and neither is what looks like a secret.
 *
 * @param path of the value within its object: `basicAuth.users[0]`
 */
export function concealed(path: string, value: PlainValue): PlainValue {
  if (value === null) return null;
  if (isSecret(path)) return CONCEALED;
  if (typeof value === "string") return concealedText(value);
  if (typeof value !== "object") return value;
  if (isPlainList(value)) return value.map((item, index) => concealed(`${path}[${index}]`, item));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, concealed(`${path}.${name}`, member)]),
  );
}

/** A text with what looks like a secret taken out. */
export function concealedText(text: string): string {
  return SECRET_TEXT.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

function isSecret(path: string): boolean {
  const isHeader = /headers\./i.test(path);
  return path.split(".").some((field) => SECRET_FIELD.test(field) || (isHeader && SECRET_HEADER.test(field)));
}

function isPlainList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

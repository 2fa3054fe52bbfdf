import type { PlainValue } from "./plan/diff-objects.ts";

const CONCEALED = "(secret)";

/** Fields, also of plugins, whose values nobody shall read in a log or a pull request. */
const SECRET_FIELD =
  /^(?:users|kid|auth|bearer|pass|.*(?:password|passwd|passphrase|secret|token|(?<!root)key(?:-?id)?|hmac(?:encoded)?|credential)s?)(?:\[\d+\])*$/i;
/** Headers that Traefik sends with what it fetches or reports, and checks health by: they are there to prove who asks. */
const OWN_HEADERS = /(?:^|\.)(?:http|grpc|healthCheck)\.headers\./i;
/** How the names of headers and of parameters end whose values are for nobody to read. */
const SECRET_NAME = "(?:authorization|auth|cookie|token|secret|key|password|session|credential|signature)s?";
const SECRET_HEADER = new RegExp(`${SECRET_NAME}$`, "i");
/**
 * Texts that are secrets wherever they stand: keys, hashes of passwords, credentials in headers and URLs. Each looks at
 * a run of characters from its first one alone, however long it is: from every one would take the square of its length.
 */
const SECRET_TEXT: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*/, CONCEALED],
  [/\b(Bearer|Basic) +[\w.~+/=-]{6,}/gi, `$1 ${CONCEALED}`],
  [/(?<![^\s"'`:,])[^\s"'`:,]+:\$(?:apr1|2[abxy]|1|5|6)\$[^\s"'`,]+/g, CONCEALED],
  // of a run, the first that could be one: what is behind that is as far from a dot, or nearer
  [/(?<![\w-])(?=([\w-]*?)\beyJ)\1eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, `$1${CONCEALED}`],
  [/(?<=:\/\/)[^\s/@"'`]+(?=@)/g, CONCEALED],
  // of a URL, or alone as v2 writes it in a rule: Query(`token=abc`)
  [/([?&`"][\w-]*(?:token|secret|password|key|sig|signature)=)[^&\s"'`]+/gi, `$1${CONCEALED}`],
  [matcher("(?:Headers?|Query)", SECRET_NAME), `$1\`${CONCEALED}\``],
];
const ANY_HEADER = matcher("Headers?", "");

/** A matcher of a rule with a name and a value, up to the value; the name ends so. A hint has `…` for a value. */
function matcher(kind: string, nameEnd: string): RegExp {
  const value = '(?!`…`)(?:`[^`]*`|"(?:\\\\.|[^"\\\\])*")';
  return new RegExp(`(\\b${kind}(?:Regexp)?\\(\\s*[\`"][^\`"]*${nameEnd}[\`"]\\s*,\\s*)${value}`, "gi");
}

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

/**
 * A text with what looks like a secret taken out. Values of headers and parameters stay where their names are innocent:
 * people have to see which rule asks for `X-Canary: always`.
 */
export function concealedText(text: string): string {
  return SECRET_TEXT.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
}

/** The same for a log, where no header of a rule has its value, whatever it is called. */
export function concealedForLog(text: string): string {
  return concealedText(text).replace(ANY_HEADER, `$1\`${CONCEALED}\``);
}

function isSecret(path: string): boolean {
  const isHeader = /headers\./i.test(path);
  if (OWN_HEADERS.test(path)) return true;
  return path.split(".").some((field) => SECRET_FIELD.test(field) || (isHeader && SECRET_HEADER.test(field)));
}

function isPlainList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

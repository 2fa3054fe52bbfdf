/** The forms of a field's values: within one of them a value may become any other, and the verdict stands. */
export type Forms = readonly RegExp[];

/** Above zero, in the only way to write it; a billion nanoseconds times as much is an int64 yet. */
const COUNT: Forms = [/^[1-9]\d{0,8}$/];

/** Above zero as well. */
const DURATION: Forms = [/^[1-9]\d{0,5}(?:ms|s|m|h)$/];

/** Texts for YAML, for Traefik's templates and for those who read comments: what they say matters to clients alone. */
const TEXT: Forms = [
  /^(?:"[\w ./:;=,+@%*()?!&~^$|<>[\]-]+"|'[\w ./:;=,+@%*()?!&~^$|<>[\]-]+'|[1-9]\d{0,8}|(?!(?:[nN]ull|NULL|[tT]rue|TRUE|[fF]alse|FALSE)$)[A-Za-z][\w./;=,+-]*(?: [\w./;=,+-]+)*)$/,
];

/** A host as nobody could object to it, and a port that there is. */
const HOST = String.raw`[a-z\d](?:[a-z\d.-]*[a-z\d])?`;
const PORT = String.raw`(?:[1-9]\d{0,3}|[1-5]\d{4})`;

/** Each scheme by itself: it decides whether certificates are asked for. */
const URL: Forms = ["http", "https"].map(
  (scheme) => new RegExp(String.raw`^(["']?)${scheme}://${HOST}(?::${PORT})?/?\1$`),
);

const ADDRESS: Forms = [
  new RegExp(String.raw`^(["']?)(?:(?=[a-z])${HOST}|\d{1,3}(?:\.\d{1,3}){3}):${PORT}\1$`),
];

/**
 * Fields whose values neither name anything nor are compared with others, by their ways through a file: `*` is a name of
 * one's own, `[]` an item of a list.
 */
const FIELDS: readonly (readonly [way: string, forms: Forms])[] = [
  ["http middlewares * headers customRequestHeaders *", TEXT],
  ["http middlewares * headers customResponseHeaders *", TEXT],
  ["http middlewares * headers stsSeconds", COUNT],
  ["http middlewares * headers accessControlMaxAge", COUNT],
  ["http middlewares * rateLimit average", COUNT],
  ["http middlewares * rateLimit burst", COUNT],
  ["http middlewares * inFlightReq amount", COUNT],
  ["http middlewares * retry attempts", COUNT],
  ["http middlewares * buffering maxRequestBodyBytes", COUNT],
  ["http middlewares * buffering memRequestBodyBytes", COUNT],
  ["http middlewares * buffering maxResponseBodyBytes", COUNT],
  ["http middlewares * buffering memResponseBodyBytes", COUNT],
  ["http services * weighted services [] weight", COUNT],
  ["http services * loadBalancer servers [] url", URL],
  ["http services * loadBalancer servers [] weight", COUNT],
  ["http services * loadBalancer healthCheck interval", DURATION],
  ["http services * loadBalancer healthCheck timeout", DURATION],
  ["tcp middlewares * inFlightConn amount", COUNT],
  ["tcp services * weighted services [] weight", COUNT],
  ["tcp services * loadBalancer servers [] address", ADDRESS],
  ["udp services * weighted services [] weight", COUNT],
  ["udp services * loadBalancer servers [] address", ADDRESS],
];

/**
 * Whether a field may have either value, and nothing is said otherwise of it, its object or any other: no rule reads
 * more of it than the form that both have. What may not is judged.
 *
 * @param way the names that lead to the field from the root of the file
 * @param before the value as it is written, quotes included
 */
export function mayBecome(way: readonly string[], before: string, after: string): boolean {
  for (const [field, forms] of FIELDS) {
    const steps = field.split(" ");
    if (steps.length === way.length && steps.every((step, at) => step === "*" || step === way[at]))
      return forms.some((form) => form.test(before) && form.test(after));
  }
  return false;
}

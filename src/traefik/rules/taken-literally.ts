import { regexpFault } from "../go/regexp.ts";
import { globPattern } from "./glob.ts";
import type { Argument, Matcher } from "./rule.ts";
import type { Suspicion } from "./suspicions.ts";
import { takesSecrets } from "./veil-rule.ts";

/** What looks like a pattern, or like a variable of a shell, where Traefik takes every character as it is. */
export function takenLiterally({ name, args }: Matcher): Suspicion | undefined {
  for (const [at, argument] of args.entries()) {
    const found = variableIn(name, argument) ?? patternIn(name, argument, at);
    if (found)
      return { rule: "taken-literally", span: { start: argument.start, end: argument.end }, ...found };
  }
  return undefined;
}

type Words = Pick<Suspicion, "message" | "hint">;

/** `${NAME}`; `$NAME` in a host alone, for there are paths such as `/$metadata`. */
function variableIn(matcher: string, { value }: Argument): Words | undefined {
  const braced = /\$\{([A-Za-z_]\w*)\}/.exec(value)?.[1];
  const found = braced ?? (/^Host(?:SNI)?$/.test(matcher) ? /\$([A-Za-z_]\w*)/.exec(value)?.[1] : undefined);
  if (found === undefined) return undefined;
  const variable = takesSecrets(matcher) ? "NAME" : found;
  return {
    message: `Traefik replaces no $ variables: ${matcher} takes the text as it is`,
    hint: `write {{ env "${variable}" }} in its place`,
  };
}

/**
 * What is in no path: `.*`, `*` where a segment begins or ends, choices, classes, escapes, and `$` at the end. Each looks
 * at no more than what follows it up to its next beginning, for a rule may be as long as a file.
 */
const IN_PATH = /\.[*+]|\/\*|\*(?=\/|$)|\|[^()|]*\)|\[\^?\w-\w(?:\W|_|\w-)|\][*+]|\\[dDwWsS.]|\$$/;

/** Of what is in a value of a header or a parameter less is sure to be a pattern: a star alone is none. */
const IN_VALUE = /\.[*+]|^\^/;

function patternIn(matcher: string, { value }: Argument, at: number): Words | undefined {
  const message = `${matcher} takes no pattern: every character stands for itself`;
  if (matcher === "Header" || matcher === "Query") {
    return at === 1 && IN_VALUE.test(value)
      ? { message, hint: `write ${matcher}Regexp, which takes one` }
      : undefined;
  }
  // what does not begin so is refused, and braces are a variable of v2's
  const isPath = /^Path(?:Prefix)?$/.test(matcher) && value.startsWith("/");
  if (!isPath || !IN_PATH.test(value) || /\{[A-Za-z_]/.test(value)) return undefined;
  const begins = /^([\w./-]*?)(?:\.[*+]|\*{1,2})\$?$/.exec(value)?.[1];
  return {
    message,
    hint:
      begins === undefined
        ? pathRegexp(value, matcher === "Path")
        : `write PathPrefix(\`${begins}\`), which takes all that begins so`,
  };
}

/** What is longer is no help to read. */
const LONGEST = 500;

function pathRegexp(path: string, isWhole: boolean): string {
  const general = "write PathRegexp, which takes one";
  if (path.length > LONGEST) return general;
  const isGlob = !/[()|[\]\\^$+]|\.\*/.test(path);
  const pattern = isGlob ? globPattern(path, "/") : path.replaceAll(/(?<=\/)\*(?=\/|$)/g, "[^/]+");
  const whole = `^${pattern}${isWhole && !pattern.endsWith("$") ? "$" : ""}`;
  return regexpFault(whole) ? general : `write PathRegexp(\`${whole}\`)`;
}

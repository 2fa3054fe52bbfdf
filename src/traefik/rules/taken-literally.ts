import type { Argument, Matcher } from "./rule.ts";
import type { Suspicion } from "./suspicions.ts";
import { takesSecrets } from "./veil-rule.ts";

/** What looks like a pattern, or like a variable of a shell, where Traefik takes every character as it is. */
export function takenLiterally({ name, args }: Matcher): Suspicion | undefined {
  for (const argument of args) {
    const found = variableIn(name, argument) ?? patternIn(name, argument);
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

/** What is in no path: `.*`, `*` as a whole segment, choices, classes, escapes, and `$` at the end. */
const PATTERN = /\.[*+]|\/\*(?=\/|$)|\([^()]*\|[^()]*\)|\[[^\]]*\w-\w[^\]]*\]|\[[^\]]+\][*+]|\\[dDwWsS.]|\$$/;

function patternIn(matcher: string, { value }: Argument): Words | undefined {
  if (!/^Path(?:Prefix)?$/.test(matcher) || !PATTERN.test(value)) return undefined;
  // a variable of v2's
  if (/\{[A-Za-z_]/.test(value)) return undefined;
  const below = /^([\w./-]*\/)(?:\.[*+]|\*)\$?$/.exec(value)?.[1];
  const segments = value.replaceAll(/(?<=\/)\*(?=\/|$)/g, "[^/]+");
  const end = matcher === "Path" && !segments.endsWith("$") ? "$" : "";
  return {
    message: `${matcher} takes no pattern: every character stands for itself`,
    hint:
      below === undefined
        ? `write PathRegexp(\`^${segments}${end}\`)`
        : `write PathPrefix(\`${below}\`), which takes all that begins so`,
  };
}

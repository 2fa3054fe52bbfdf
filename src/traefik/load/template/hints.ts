import { functionNames } from "./functions/registry.ts";

/** What to write instead, for the mistakes that are made most: templates of other tools left in the file. */
export function hintFor(message: string): { readonly hint?: string } {
  const hint = knownMistake(message);
  return hint === undefined ? {} : { hint };
}

const LITERAL_BRACES = "to have the braces themselves in the file, write {{`{{`}}";

function knownMistake(message: string): string | undefined {
  const unknown = /function "(.*)" not defined$/.exec(message)?.[1];
  if (unknown !== undefined) return unknownFunction(unknown);
  const field = /can't evaluate field (\w+) in type bool$/.exec(message)?.[1];
  if (field === "Env") return 'Traefik has no .Env: write {{ env "NAME" }}';
  if (field !== undefined) return `Traefik's templates have no data to take fields of; ${LITERAL_BRACES}`;
  if (/undefined variable "\$\w+"$/.test(message))
    return 'for an environment variable write {{ env "NAME" }}';
  if (/unexpected "}" in/.test(message)) return "an action ends with }}";
  if (/unexpected "[{}]"|bad character|missing value for command|unclosed action/.test(message))
    return LITERAL_BRACES;
  return undefined;
}

function unknownFunction(name: string): string {
  const known = functionNames().find((each) => each.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return `did you mean ${known}?`;
  return `this is a Go template with sprig's functions: a variable of another tool must be filled in before; ${LITERAL_BRACES}`;
}

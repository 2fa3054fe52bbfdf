import { bytesOf, textOf, type Bytes } from "../bytes.ts";
import { doubt, spendText, type Run } from "../run.ts";
import { define, type Functions } from "./define.ts";

/** Functions that read environment variables. */
export const ENVIRONMENT: Functions = {
  env: define(["string"], ([name], run) => variable(run, name)),
  expandenv: define(["string"], ([text], run) => {
    spendText(run, text.length * 4);
    return text.replace(REFERENCE, (_match, braced?: Bytes, special?: Bytes, name?: Bytes) => {
      const named = braced ?? special ?? name;
      return named === undefined || named === "" ? "" : variable(run, named);
    });
  }),
};

/**
 * os.Expand: `${name}`, `$name`, one of the shell's special characters or digits; a brace that is never closed, or
 * closes at once, is dropped with its `$`.
 */
const REFERENCE = /\$\{([^}]*)\}|\$\{|\$([*#$@!?\-\d])|\$(\w+)/g;

/** The value of a variable. Where it is not set, and may be where Traefik runs, a placeholder stands for it. */
function variable(run: Run, name: Bytes): Bytes {
  const known = textOf(name);
  const value = run.context.env(known);
  if (value !== undefined) {
    const bytes = bytesOf(value);
    if (bytes !== "") run.secrets.add(bytes);
    doubt(run, new Set([`=${known}`]));
    return bytes;
  }
  doubt(run, new Set([`$${known}`]));
  if (run.context.environment === "complete") return "";
  const placeholder = placeholderOf(known);
  run.placeholders.set(placeholder, known);
  return placeholder;
}

/**
 * A word that can stand in a host name, a path, a URL and YAML without changing what is around it: `unset-` and the
 * name in lower case with dashes.
 */
export function placeholderOf(name: string): string {
  const word = name
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return word === "" ? "unset" : `unset-${word}`;
}

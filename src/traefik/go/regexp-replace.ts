import { compileEngine, wellFormed } from "./regexp-match.ts";
import { NEWEST_GO, type GoVersion } from "./version.ts";

/** A regular expression of Go's that finds and replaces. */
export interface Replacer {
  readonly matches: (text: string) => boolean;
  /** regexp.FindString: the first match; null where there is none */
  readonly find: (text: string) => string | null;
  /** regexp.ReplaceAllString: `$1`, `${1}`, `$name` and `$$` in the replacement mean something */
  readonly replaceAll: (text: string, replacement: string) => string;
}

/** Go's regexp.Compile of a pattern that regexpFault has nothing against. */
export function compileReplacer(pattern: string, go: GoVersion = NEWEST_GO): Replacer {
  const engine = compileEngine(pattern, go);
  const names = engine.namedGroups();
  return {
    matches: (text) => engine.test(wellFormed(text)),
    find: (text) => {
      const matcher = engine.matcher(wellFormed(text));
      return matcher.find() ? matcher.group() : null;
    },
    replaceAll: (written, replacement) => {
      const text = wellFormed(written);
      const matcher = engine.matcher(text);
      let result = "";
      let end = 0;
      while (matcher.find()) {
        const [from, to] = [matcher.start(), matcher.end()];
        result += text.slice(end, from);
        const group = (name: string): string => {
          const index = /^\d+$/.test(name) ? Number(name) : (names[name] ?? -1);
          return index < 0 || index > matcher.groupCount() ? "" : (matcher.group(index) ?? "");
        };
        // an empty match right behind the last one is none
        if (to > end || from === 0) result += expand(replacement, group);
        end = to;
      }
      return result + text.slice(end);
    },
  };
}

/** Go's Regexp.Expand: a name is as long as it goes (`$1x` is the group `1x`); what is no name stays as it is. */
function expand(template: string, group: (name: string) => string): string {
  return template.replace(
    /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (_, braced?: string, bare?: string) => {
      const name = braced ?? bare;
      return name === undefined ? "$" : group(name);
    },
  );
}

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

/**
 * Go's regexp.Compile of a pattern that regexpFault has nothing against. A byte that is no UTF-8 is matched as U+FFFD
 * and stays what it is in what is found.
 */
export function compileReplacer(pattern: string, go: GoVersion = NEWEST_GO): Replacer {
  const engine = compileEngine(pattern, go);
  const names = engine.namedGroups();
  return {
    matches: (text) => engine.test(wellFormed(text)),
    find: (text) => {
      const matcher = engine.matcher(wellFormed(text));
      return matcher.find() ? text.slice(matcher.start(), matcher.end()) : null;
    },
    replaceAll: (text, replacement) => {
      const matcher = engine.matcher(wellFormed(text));
      let result = "";
      let end = 0;
      while (matcher.find()) {
        const [from, to] = [matcher.start(), matcher.end()];
        result += text.slice(end, from);
        const group = (name: string): string => {
          const index = /^\d+$/.test(name) ? Number(name) : (names[name] ?? -1);
          const isGroup = index >= 0 && index <= matcher.groupCount() && matcher.start(index) >= 0;
          return isGroup ? text.slice(matcher.start(index), matcher.end(index)) : "";
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

import { escapedPath, escapePath, isValidEncoding } from "./url-path.ts";
import { byteEscape, HOST_CHARACTER, parseUrl } from "./url.ts";
import { success, type GoResult } from "./result.ts";
import { toBytes } from "./utf8.ts";
import type { GoVersion } from "./version.ts";

/**
 * What Go writes of a URL that it has parsed: url.Parse, then url.URL.String. Escapes what must be escaped, writes the
 * scheme in lower case; a user stays as it is written.
 */
export function urlString(text: string, go: GoVersion): GoResult<string> {
  const parsed = parseUrl(text, go);
  if (!parsed.ok) return parsed;
  const { scheme, opaque, host, path, writtenPath, fragment } = parsed.value;
  const [main = "", writtenFragment = ""] = text.split(/#(.*)/s, 2);
  const query = /\?.*$/s.exec(main)?.[0] ?? "";
  const [user = ""] = /(?<=\/\/)[^/?]*@/.exec(main) ?? [];
  const hasAuthority = host !== "" || user !== "" || (scheme !== "" && path !== "");
  const escaped = escapedPath({ path, rawPath: writtenPath });
  const isRelative = !escaped.startsWith("/") && escaped !== "";
  const slash = isRelative && host !== "" ? "/" : "";
  const start = `${scheme === "" ? "" : `${scheme}:`}${hasAuthority && opaque === "" ? `//${user}${escapeHost(host)}` : ""}`;
  const end =
    fragment === "" ? "" : `#${isValidEncoding(writtenFragment) ? writtenFragment : escapePath(fragment)}`;
  return success(`${start}${opaque === "" ? slash + escaped : opaque}${query}${end}`);
}

function escapeHost(host: string): string {
  return toBytes(host)
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return byte < 0x80 && HOST_CHARACTER.test(character) ? character : byteEscape(byte);
    })
    .join("");
}

/** What a URL looks like, where nothing is known of what was meant. */
export const URL_FORM = "a URL is scheme, host and port: http://10.0.0.1:8080";

/** What to write instead of a URL, by Go's words for what is wrong with it. */
export function urlHint(url: string, error: string): string {
  if (/^(?:[\w.-]*|\[[\da-f:.]+\]):\d+$/i.test(url)) return schemeHint(url);
  if (/invalid port/.test(error))
    return "the port is a number: http://10.0.0.1:8080; an IPv6 address stands in brackets";
  if (/invalid userinfo|invalid URL escape/.test(error))
    return "write special characters as %40, % itself as %25";
  return URL_FORM;
}

/** The scheme that is missing before a host with its port, by that port. */
export function schemeHint(address: string, path = ""): string {
  return `write "${address.endsWith(":443") ? "https" : "http"}://${address}${path}"`;
}

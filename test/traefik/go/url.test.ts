import { expect, test } from "vitest";
import { parseUrl } from "../../../src/traefik/go/url.ts";
import cases from "../../vectors/url.json" with { type: "json" };

test.each(cases as [string, string | null][])("Parse %j", (text, error) => {
  const url = parseUrl(text);
  expect(url.ok ? null : url.error).toBe(error);
});

test("takes a URL apart", () => {
  expect(parseUrl("HTTP://u:p@h%c3%a9:80/a%20b/%2f?q=1?2#f%41")).toStrictEqual({
    ok: true,
    value: {
      scheme: "http",
      opaque: "",
      host: "hé:80",
      path: "/a b//",
      writtenPath: "/a%20b/%2f",
      rawQuery: "q=1?2",
      fragment: "fA",
    },
  });
  expect(parseUrl("mailto:a?b")).toMatchObject({ value: { scheme: "mailto", opaque: "a", rawQuery: "b" } });
  expect(parseUrl("/%ff")).toMatchObject({ value: { path: "/\udcff" } });
});

test.each([
  ["http://a:80:80/", 26, 'parse "http://a:80:80/": invalid port ":80:80" after host'],
  ["http://a:80:80/", 25, undefined],
  ["postgres://a:1,b:2/x", 26, undefined],
  ["http://[a]/", 26, 'parse "http://[a]/": invalid host: ParseAddr("a"): unable to parse IP'],
  ["http://[a]/", 24, undefined],
  ["http://[1.2.3.4]", 26, 'parse "http://[1.2.3.4]": invalid IP-literal'],
  ["http://a[b", 26, 'parse "http://a[b": invalid IP-literal'],
  ["http://a[b", 24, undefined],
  ["http://[fe80::1%]", 26, 'parse "http://[fe80::1%]": invalid URL escape "%"'],
  ["http://[fe80::1%]", 24, 'parse "http://[fe80::1%]": invalid URL escape "%]"'],
] as const)("%s in Go 1.%i", (text, go, error) => {
  const url = parseUrl(text, go);
  expect(url.ok ? undefined : url.error).toBe(error);
});

import { expect, test } from "vitest";
import { networkContains, parseCidr, parseIp, splitHostPort } from "../../../src/traefik/go/net.ts";
import { addressText, parseAddr } from "../../../src/traefik/go/netip.ts";
import cases from "../../vectors/cidr.json" with { type: "json" };

test.each(cases as [string, string | null][])("an address or a network: %j", (text, error) => {
  const network = parseCidr(text);
  const accepted = parseIp(text) !== undefined || network.ok;
  expect(accepted ? null : network).toStrictEqual(error === null ? null : { ok: false, error });
});

test.each([
  ["a", 'ParseAddr("a"): unable to parse IP'],
  ["%eth0", 'ParseAddr("%eth0"): missing IPv6 address'],
  ["1.2.3", 'ParseAddr("1.2.3"): IPv4 address too short'],
  ["1.2.3.04", 'ParseAddr("1.2.3.04"): IPv4 field has octet with leading zero'],
  ["1.2..3", 'ParseAddr("1.2..3"): IPv4 field must have at least one digit (at ".3")'],
  ["::12345", 'ParseAddr("::12345"): each group must have 4 or less digits (at "12345")'],
  ["1::2::3", 'ParseAddr("1::2::3"): multiple :: in address (at ":3")'],
  ["1:2:3:4:5:6::8", undefined],
  ["1:2:3:4:5:6:7::8", 'ParseAddr("1:2:3:4:5:6:7::8"): the :: must expand to at least one field of zeros'],
  ["1:2:3:4:5:6:7:8::", 'ParseAddr("1:2:3:4:5:6:7:8::"): the :: must expand to at least one field of zeros'],
  ["::%", 'ParseAddr("::%"): zone must be a non-empty string'],
])("ParseAddr %j", (text, error) => {
  const address = parseAddr(text);
  expect(address.ok ? undefined : address.error).toBe(error);
});

test.each([
  ["127.0.0.1", "127.0.0.1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["::", "::"],
  ["0:0::1", "::1"],
  ["1:0::", "1::"],
  ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
  ["1:0:2:3:4:5:6:0", "1:0:2:3:4:5:6:0"],
  ["10:0:0:2:3:4:5:600", "10::2:3:4:5:600"],
  ["FE80::1%eth0", "fe80::1%eth0"],
])("an address as Go writes it: %s", (text, written) => {
  const address = parseAddr(text);
  expect(address.ok && addressText(address.value)).toBe(written);
});

test.each([
  ["10.0.0.0/8", "10.1.2.3", true],
  ["10.9.9.9/8", "11.0.0.0", false],
  ["10.0.0.0/8", "::ffff:10.0.0.1", true],
  ["::ffff:10.0.0.0/104", "10.0.0.1", true],
  ["::/0", "10.0.0.1", false],
  ["0.0.0.0/0", "::1", false],
  ["2001:db8::/33", "2001:db8:7fff::1", true],
  ["2001:db8::/33", "2001:db8:8000::1", false],
])("%s holds %s: %s", (cidr, ip, expected) => {
  const network = parseCidr(cidr);
  const address = parseIp(ip);
  expect(network.ok && address && networkContains(network.value, address)).toBe(expected);
});

test.each([
  ["a:80", { host: "a", port: "80" }],
  [":", { host: "", port: "" }],
  ["[::1]:http", { host: "::1", port: "http" }],
  ["a", "missing port in address"],
  ["[::1]", "missing port in address"],
  ["::1", "too many colons in address"],
  ["[::1]:80:80", "too many colons in address"],
  ["[::1", "missing ']' in address"],
  ["a[b]:1", "unexpected '[' in address"],
  ["[a]]:1", "missing port in address"],
  ["a]:1", "unexpected ']' in address"],
])("SplitHostPort %j", (text, expected) => {
  const parts = splitHostPort(text);
  expect(parts.ok ? parts.value : parts.error).toStrictEqual(expected);
});

import { describe, expect, it } from "vitest";
import { checkDynamic } from "../../../src/traefik/check/check-dynamic.ts";
import { JUDGE_FACTS } from "../../support/judge-facts.ts";
import { loadFiles } from "../../support/load-files.ts";

/** `rule → hint` of what is found. */
function told(text: string): string[] {
  const { configuration } = loadFiles({ "a.yaml": text });
  return checkDynamic(configuration!, JUDGE_FACTS, "3.7")
    .filter(({ severity }) => severity !== "info")
    .map(({ rule, hint }) => `${rule} → ${hint}`);
}

const FORM = "a URL is scheme, host and port: http://10.0.0.1:8080";

describe("what to write instead of a server's URL", () => {
  it.each([
    ["app:443", 'unusable-url → write "https://app:443"'],
    ["10.0.0.1:443", 'invalid-url → write "https://10.0.0.1:443"'],
    ["app:4430/x", 'unusable-url → write "http://app:4430/x"'],
    ["[::1]:80", 'invalid-url → write "http://[::1]:80"'],
    ["1:secret@app:80", `invalid-url → ${FORM}`],
    ["http://app:0", `unusable-url → ${FORM}`],
  ])("%s", (url, expected) => {
    const router = "routers: {r: {rule: PathPrefix(`/`), service: s}}";
    expect(
      told(`http: {${router}, services: {s: {loadBalancer: {servers: [{url: "${url}"}]}}}}\n`),
    ).toContain(expected);
  });
});

describe("what to write instead of forwardAuth's address", () => {
  it.each([
    ["http://127.0.0.1:80/%zz", "write special characters as %40, % itself as %25"],
    ["127.0.0.1:443/auth", 'write "https://127.0.0.1:443/auth"'],
    ["http://127.0.0.1:0", FORM],
  ])("%s", (address, hint) => {
    expect(told(`http: {middlewares: {m: {forwardAuth: {address: "${address}"}}}}\n`)).toEqual([
      `unusable-url → ${hint}`,
    ]);
  });
});

import { expect, test } from "vitest";
import { differInValuesAlone } from "../../src/incremental/differs-in-values.ts";

const FILE = `# an application
http:
  middlewares:
    one:
      headers:
        customRequestHeaders:
          X-Text: app-0 # a comment
          X-Quoted: "1000"
          X-Single: 'max-age=1; x'
        customResponseHeaders:

          # about this one
          X-Answer: yes
        stsSeconds: 300
    two:
      rateLimit:
        average: 100
        period: 10s
  services:
    split:
      weighted:
        services:
        - name: left
          weight: 10
        - weight: 20
          name: right
    left:
      loadBalancer:
        healthCheck:
          path: /health
          interval: 10s
        servers:
          - url: http://10.0.0.0:8080
            weight: 5
          -   url: "https://a.test"
tcp:
  services:
    stream:
      loadBalancer:
        servers:
        - address: 10.0.0.1:53
`;

/** What becomes of one line, and whether the verdict stands. */
const CASES: readonly (readonly [from: string, to: string, stands: boolean])[] = [
  ["X-Text: app-0 #", "X-Text: app-1 #", true],
  ["X-Text: app-0 #", "X-Text: 12 #", true],
  ["X-Text: app-0 #", 'X-Text: "app-1" #', true],
  ["X-Text: app-0 #", "X-Text: no-cache, max-age=3 #", true],
  ["X-Text: app-0 #", "X-Text: true #", false],
  ["X-Text: app-0 #", "X-Text: Null #", false],
  ["X-Text: app-0 #", "X-Text: ~ #", false],
  ["X-Text: app-0 #", "X-Text: 1e3 #", false],
  ["X-Text: app-0 #", "X-Text: 0x10 #", false],
  ["X-Text: app-0 #", "X-Text: 012 #", false],
  ["X-Text: app-0 #", "X-Text: 2001-01-01 #", false],
  ["X-Text: app-0 #", "X-Text: .inf #", false],
  ["X-Text: app-0 #", "X-Text: a: b #", false],
  ["X-Text: app-0 #", "X-Text: a #b #", true],
  ["X-Text: app-0 #", "X-Text: [a] #", false],
  ["X-Text: app-0 #", "X-Text: { a: b } #", false],
  ["X-Text: app-0 #", "X-Text: &a app-1 #", false],
  ["X-Text: app-0 #", "X-Text: *a #", false],
  ["X-Text: app-0 #", "X-Text: !!str app-1 #", false],
  ["X-Text: app-0 #", "X-Text: | #", false],
  ["X-Text: app-0 #", "X-Text: #", false],
  ["X-Text: app-0 #", "X-Text:  app-0 #", false],
  ["X-Text: app-0 #", "X-Text:\tapp-0 #", false],
  ["X-Text: app-0 #", "X-Other: app-0 #", false],
  ["X-Text: app-0 #", "x-text: app-0 #", false],
  ["X-Text: app-0 #", '"X-Text": app-0 #', false],
  ["X-Text: app-0 # a comment", "X-Text: app-0 # another", true],
  ["X-Text: app-0 # a comment", "X-Text: app-1 # another", true],
  ["X-Text: app-0 # a comment", "X-Text: app-0 # {{ another }}", false],
  ["X-Text: app-0 # a comment", "X-Text: app-0 # \u00fc", false],
  ["X-Text: app-0 # a comment", "X-Text: app-0# another", false],
  ["X-Text: app-0 # a comment", "X-Text: app-1 # gateway-ignore unused-middleware: so", false],
  ["X-Text: app-0 # a comment", "X-Text: app-0", true],
  ["  X-Text: app-0", "X-Text: app-0", false],
  ["  X-Text: app-0", "    X-Text: app-0", false],
  ["  X-Text: app-0", "- X-Text: app-0", false],
  ["# an application", "# another", true],
  ["# an application\n", "", true],
  ["# an application\n", "\n\n  # another\n", true],
  ["# an application", "# gateway-ignore unused-middleware: so", false],
  ["# an application", "# {{ another }}", false],
  ["# an application", "#\tanother", false],
  ["# an application", "# another\r", false],
  ["# an application", "# \u00fc", false],
  ["# about this one", "# \u00fc", false],
  ["  # about this one", "# about another", true],
  ["# an application", "---", false],
  ["# an application", "\ufeff# an application", false],
  ['"1000"', '"1001"', true],
  ['"1000"', "1001", true],
  ['"1000"', "'1001'", true],
  ['"1000"', '"true"', true],
  ['"1000"', '""', false],
  ['"1000"', '"a\\"b"', false],
  ['"1000"', '"a\\\\b"', false],
  ['"1000"', '"{{ env }}"', false],
  ['"1000"', '"a # b"', false],
  ['"1000"', '"\u00fc"', false],
  ['"1000"', '"1001"\r', false],
  ['"1000"', '"1001\t"', false],
  ['"1000"', `"${"a".repeat(1000)}"`, false],
  ['"1000"', '"1001"\n          X-More: a', false],
  ["'max-age=1; x'", "'max-age=2; y'", true],
  ["'max-age=1; x'", "'it''s'", false],
  ["X-Answer: yes", "X-Answer: no", true],
  ["stsSeconds: 300", "stsSeconds: 600", true],
  ["stsSeconds: 300", "stsSeconds: 0", false],
  ["average: 100", "average: 200", true],
  ["average: 100", "average: 0", false],
  ["average: 100", "average: -1", false],
  ["average: 100", "average: 010", false],
  ["average: 100", 'average: "100"', false],
  ["average: 100", "average: 9223372036", false],
  ["period: 10s", "period: 20s", false],
  ["weight: 10", "weight: 90", true],
  ["weight: 10", "weight: 0", false],
  ["weight: 20", "weight: 80", true],
  ["name: left", "name: right", false],
  ["path: /health", "path: /ready", false],
  ["interval: 10s", "interval: 30s", true],
  ["interval: 10s", "interval: 0s", false],
  ["interval: 10s", "interval: 10", false],
  ["http://10.0.0.0:8080", "http://10.0.0.1:8081", true],
  ["http://10.0.0.0:8080", "https://10.0.0.0:8080", false],
  ["http://10.0.0.0:8080", "http://10.0.0.0:http", false],
  ["http://10.0.0.0:8080", "http://user@10.0.0.0:8080", false],
  ["http://10.0.0.0:8080", "10.0.0.0:8080", false],
  ["weight: 5", "weight: 6", true],
  ['"https://a.test"', '"https://b.test:8443/"', true],
  ['"https://a.test"', '"http://a.test"', false],
  ["10.0.0.1:53", "10.0.0.2:53", true],
  ["10.0.0.1:53", "10.0.0.2", false],
];

test.for(CASES)("%j → %j: %s", ([from, to, stands]) => {
  expect(FILE.split(from).length).toBe(2);
  expect(differInValuesAlone(latin1(FILE), latin1(FILE.replace(from, () => to))) !== null).toBe(stands);
});

test("what ignores a finding, or has another owner, is judged", () => {
  const change = (text: string): boolean =>
    differInValuesAlone(text, text.replace("weight: 1", "weight: 2")) !== null;
  const weighted = (owner: string) =>
    `http:\n  services:\n    a:\n      ${owner}:\n        services:\n        - weight: 1\n`;
  expect(change(weighted("weighted"))).toBe(true);
  expect(change(weighted("other"))).toBe(false);
  expect(change(weighted("weighted: x"))).toBe(false);
  expect(change(weighted("weighted: # well"))).toBe(true);
  expect(change(weighted('"weighted"'))).toBe(false);
  expect(change(weighted("Weighted"))).toBe(false);
  expect(change(`# gateway-ignore unused-service: so\n${weighted("weighted")}`)).toBe(false);
  expect(change(weighted("weighted").replaceAll("\n", "\r\n"))).toBe(false);
  expect(change("weight: 1\n")).toBe(false);
  expect(change("- weight: 1\n")).toBe(false);
});

function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}

test("what stands on another line is told", () => {
  const moved = (after: string) => differInValuesAlone(FILE, after)?.isMoved;
  expect(moved(FILE.replace("# an application", "# another"))).toBe(false);
  expect(moved(`${FILE}# the end\n`)).toBe(false);
  expect(moved(FILE.replace("# an application\n", ""))).toBe(true);
  // letters beyond ASCII that were there may stay, wherever they are
  const text = latin1(`# \u00fc\n${FILE}`);
  expect(differInValuesAlone(text, `\n${text}`)).toEqual({ isMoved: true });
});

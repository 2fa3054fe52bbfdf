import { expect, test } from "vitest";
import { judgeHttpRule, judgeTcpRule } from "../../../src/traefik/rules/judge-rule.ts";
import type { ForwardedHeaders } from "../../../src/traefik/static/facts.ts";
import { compileHttpRule } from "../../../src/traefik/routes/http-matchers.ts";
import { receive, type HttpRequest } from "../../../src/traefik/routes/http-request.ts";
import { compileTcpRule, type Connection } from "../../../src/traefik/routes/tcp-matchers.ts";
import cases from "../../vectors/match-random.json" with { type: "json" };

type Case = { readonly syntax: "v2" | "v3"; readonly rule: string } & (
  | { readonly family: "tcp"; readonly connection: Connection; readonly expected: boolean }
  | {
      readonly family: "http";
      readonly request: HttpRequest;
      readonly sanitizePath: boolean;
      readonly encodeQuerySemicolons: boolean;
      readonly tls: boolean;
      readonly forwardedHeaders: ForwardedHeaders;
      readonly expected: number;
    }
);

function answer(asked: Case): boolean | number {
  const judged = (asked.family === "http" ? judgeHttpRule : judgeTcpRule)(asked.rule, asked.syntax);
  if (!judged.ok) throw new Error(judged.fault.status);
  if (asked.family === "tcp")
    return compileTcpRule(judged.rule, asked.syntax, "3.7").matches(asked.connection);
  const received = receive(asked.request, { ...asked, version: "3.7" });
  if ("answered" in received) return received.answered;
  return compileHttpRule(judged.rule, asked.syntax, "3.7").matches(received) ? 200 : 404;
}

// each was answered by the entry point's handlers and the muxers of Traefik's source, which were asked at random
test.each(cases as unknown as Case[])("$family $syntax $rule: $expected", (asked) => {
  expect(answer(asked)).toBe(asked.expected);
});

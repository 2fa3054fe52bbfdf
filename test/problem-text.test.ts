import { expect, test } from "vitest";
import { problemText } from "../src/problem-text.ts";
import { graphOf } from "./graph/environment.ts";

test("what is wrong far below is told of the parts there, not of each above them", () => {
  const levels = Array.from(
    { length: 300 },
    (_, at) =>
      `    s${at}: { weighted: { services: [{ name: s${at + 1} }, { name: f${at} }] } }\n` +
      `    f${at}: { failover: { service: s${at + 1}, fallback: end } }\n`,
  );
  const { nodes } = graphOf(`http:
  routers: { r: { rule: "Path(\`/\`)", service: s0 } }
  services:
${levels.join("")}    s300: { loadBalancer: { servers: [] }, middlewares: [nowhere] }
    end: { loadBalancer: { servers: [] } }
`);
  const broken = nodes.filter(({ problem }) => problem !== null);
  expect(broken.length).toBeGreaterThan(600);
  expect(Math.max(...broken.map(({ problem }) => problem?.length ?? 0))).toBe(1000);
  expect(broken.find(({ name }) => name === "s299")?.problem).toContain("nowhere");
});

test("no secret is shown because its end is not", () => {
  const next = 'building HTTP service "a": ';
  const short = next.repeat(36);
  expect(problemText({ errors: [`${short}://user:hunter2${"x".repeat(5000)}@b`] })).not.toContain("hunter2");
  const long = problemText({ errors: [`${short}://user:hunter2@b ${next.repeat(200)}`] });
  expect(long).toContain("://(secret)@b");
  expect(long).toHaveLength(1000);
  expect(problemText({ errors: ["one", "other"] })).toBe("one; other");
});

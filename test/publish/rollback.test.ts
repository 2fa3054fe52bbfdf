import { expect, test } from "vitest";
import { publish } from "../../src/publish/publish.ts";
import { rollback } from "../../src/publish/rollback.ts";
import { readStatus } from "../../src/publish/status.ts";
import { push, realPorts, requestFor, targetMaker } from "./support/target.ts";

const ports = realPorts();
const targetWith = targetMaker();

test("what was published without a revision, out of no checkout of git, is told by its time", async () => {
  const target = await targetWith();
  await publish(requestFor(target, { "x.yaml": "1" }, { revision: null }), ports);
  await push(target, "two", { "x.yaml": "2" });
  const { history } = readStatus(target.settings, ports);
  const time = history.find(({ revision }) => revision === null)!.publishedAt;
  expect((await rollback({ ...target.settings, to: "three" }, ports)).message).toBe(
    `the history holds no revision "three"; it holds the one published at ${time}`,
  );

  const { message } = await rollback({ ...target.settings, to: null }, ports);
  expect(message).toMatch(`rolled back to what was published at ${time}: `);
  expect(readStatus(target.settings, ports).held?.reason).toMatch(
    `rolled back to what was published at ${time}; `,
  );
});

test("a revision is told by its name", async () => {
  const target = await targetWith();
  await push(target, "one", { "x.yaml": "1" });
  await push(target, "two", { "x.yaml": "2" });
  expect((await rollback({ ...target.settings, to: "tw" }, ports)).message).toBe(
    "revision two is what is published",
  );
  expect((await rollback({ ...target.settings, to: "one" }, ports)).message).toMatch(
    "rolled back to revision one: ",
  );
});

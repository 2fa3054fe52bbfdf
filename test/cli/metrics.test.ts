import { expect, test } from "vitest";
import { metricsAfter } from "../../src/cli/metrics.ts";

const PUBLISHED = {
  outcome: "published",
  at: 1000.5,
  revision: "abc",
  held: false,
  publishSeconds: 0.25,
} as const;

test("a first publication", () => {
  expect(metricsAfter("", PUBLISHED)).toMatchInlineSnapshot(`
    "# HELP gateway_configsync_last_success_timestamp_seconds When a run last ended with the newest commit published.
    # TYPE gateway_configsync_last_success_timestamp_seconds gauge
    gateway_configsync_last_success_timestamp_seconds 1000.5
    # HELP gateway_configsync_last_run_success Whether the last run ended so, or as a rollback wants it: 1 or 0.
    # TYPE gateway_configsync_last_run_success gauge
    gateway_configsync_last_run_success 1
    # HELP gateway_configsync_runs_total Runs since the file began, by how they ended.
    # TYPE gateway_configsync_runs_total counter
    gateway_configsync_runs_total{outcome="published"} 1
    # HELP gateway_configsync_revision_info The newest commit whose content is live.
    # TYPE gateway_configsync_revision_info gauge
    gateway_configsync_revision_info{revision="abc"} 1
    # HELP gateway_configsync_publish_seconds How long the last publication took.
    # TYPE gateway_configsync_publish_seconds gauge
    gateway_configsync_publish_seconds 0.25
    "
  `);
});

test("times are told to the millisecond", () => {
  expect(metricsAfter("", { ...PUBLISHED, at: 1795992332.739 + 1.009 })).toContain(
    "_seconds 1795992333.748\n",
  );
});

test("a rejection keeps what was, but the count and the last run", () => {
  const after = metricsAfter(metricsAfter("", PUBLISHED), {
    outcome: "rejected",
    at: 2000,
    revision: "def",
    held: false,
    publishSeconds: null,
  });
  expect(after).toContain("gateway_configsync_last_success_timestamp_seconds 1000.5\n");
  expect(after).toContain("gateway_configsync_last_run_success 0\n");
  expect(after).toContain('gateway_configsync_runs_total{outcome="published"} 1\n');
  expect(after).toContain('gateway_configsync_runs_total{outcome="rejected"} 1\n');
  expect(after).toContain('gateway_configsync_revision_info{revision="abc"} 1\n');
  expect(after).toContain("gateway_configsync_publish_seconds 0.25\n");
});

test("a run with nothing to do is a success", () => {
  const after = metricsAfter(metricsAfter("", PUBLISHED), {
    outcome: "unchanged",
    at: 3000,
    revision: "def",
    held: false,
    publishSeconds: null,
  });
  expect(after).toContain("gateway_configsync_last_success_timestamp_seconds 3000\n");
  expect(after).toContain('revision="def"');
  expect(after).not.toContain('revision="abc"');
});

test("while a rollback holds the source off, the newest commit is not published", () => {
  const facts = {
    outcome: "unchanged",
    at: 3000,
    revision: "abc",
    held: true,
    publishSeconds: null,
  } as const;
  const after = metricsAfter(metricsAfter("", PUBLISHED), facts);
  expect(after).toContain("gateway_configsync_last_success_timestamp_seconds 1000.5\n");
  expect(after).toContain("gateway_configsync_last_run_success 1\n");
  expect(after).toContain('revision_info{revision="abc"} 1\n');
});

test("labels survive quotes, backslashes and line breaks", () => {
  const revision = 'a"b\\c\nd\\n';
  const once = metricsAfter("", { ...PUBLISHED, revision });
  const twice = metricsAfter(once, {
    ...PUBLISHED,
    outcome: "rejected",
    revision: null,
    publishSeconds: null,
  });
  expect(twice).toContain('{revision="a\\"b\\\\c\\nd\\\\n"} 1\n');
});

test("a text of somebody else counts as none", () => {
  expect(metricsAfter('garbage\ngateway_configsync_runs_total{outcome="x"} NaN\n', PUBLISHED)).toBe(
    metricsAfter("", PUBLISHED),
  );
});

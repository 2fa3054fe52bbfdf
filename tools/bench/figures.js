/** What the project holds itself to, as ratios in one run; memory in MiB. */
export function figures(at, dense) {
  const get = (count, task, id) => at(count, task, id)?.wall ?? Number.NaN;
  const memory = (count, task, id) => at(count, task, id)?.memory ?? Number.NaN;
  const start = (count, id) => get(count, "start", id);
  return [
    [
      "nothing to do, 100 files: bundle / node",
      get(100, "nothing to do", "bundle") / start(100, "node"),
      1.35,
    ],
    [
      "nothing to do, 100 files: standalone / its node",
      get(100, "nothing to do", "standalone") / start(100, "node-inside"),
      1.6,
    ],
    ["one of 20 files changed: bundle / node", get(20, "one file changed", "bundle") / start(20, "node"), 2],
    [
      "nothing to do, 10,000 files: bundle / (1.5 rsync + node)",
      get(10_000, "nothing to do", "bundle") /
        (1.5 * get(10_000, "nothing to do", "rsync") + start(10_000, "node")),
      1,
    ],
    [
      "first publication, 10,000 files: bundle / rsync",
      get(10_000, "first publication", "bundle") / get(10_000, "first publication", "rsync"),
      6,
    ],
    [
      "validate 1,000 files: bundle / check-jsonschema",
      get(1000, "validate", "bundle") / get(1000, "validate", "check-jsonschema"),
      1 / 3,
    ],
    [
      "validate 1,000 files: bundle / ajv-cli",
      get(1000, "validate", "bundle") / get(1000, "validate", "ajv"),
      1,
    ],
    ...["validate", "first publication", "one file changed"].map((task) => [
      `${task}, 10,000 files: bundle, MiB resident`,
      memory(10_000, task, "bundle"),
      300,
    ]),
    ...["validate", "first publication", "one file changed"].map((task) => [
      `${task}, 10,000 files of 2 KB: bundle, MiB resident`,
      dense.find((line) => line.task === task && line.id === "bundle")?.memory ?? Number.NaN,
      300,
    ]),
  ];
}

import { parseArgs } from "node:util";
import { findTraefik } from "../../test/support/find-traefik.ts";
import { type Arrangement, measure, type Measured } from "./measure.ts";
import { hasRsync, ours, type Publisher, withRenames, withRsync } from "./publishers.ts";

const { values } = parseArgs({
  options: {
    pushes: { type: "string", default: "50" },
    "pushes-of-others": { type: "string", default: "10" },
    only: { type: "string" },
    layout: { type: "string" },
    watch: { type: "string" },
  },
});

const ARRANGEMENTS: readonly Arrangement[] = [
  { layout: "flat", watch: true },
  { layout: "nested", watch: true },
  { layout: "flat", watch: false },
  { layout: "nested", watch: false },
];

const traefik = await findTraefik(process.env);
const publishers: Publisher[] = [withRenames, ours];
if (await hasRsync()) publishers.unshift(withRsync);

console.log("20 apps in 20 files and one that they share; every push renames a middleware and 20 services");
console.log(
  "under requests all the while. Live: from the start of the push until every app answered by it.\n",
);
console.log(
  "| publisher | layout | watch | pushes | requests | lost | live, median | live, worst | never live |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
if (publishers.length < 3)
  console.log("| rsync -a --delete | | | skipped: rsync is not installed | | | | | |");
let isSound = true;
for (const publisher of publishers) {
  if (values.only !== undefined && !publisher.name.includes(values.only)) continue;
  for (const arrangement of ARRANGEMENTS) {
    if (values.layout !== undefined && values.layout !== arrangement.layout) continue;
    if (values.watch !== undefined && values.watch !== String(arrangement.watch)) continue;
    const pushes = Number(publisher === ours ? values.pushes : values["pushes-of-others"]);
    const measured = await measure(traefik, publisher, arrangement, pushes);
    console.log(row(publisher, arrangement, measured));
    if (publisher === ours && !isWithinBounds(arrangement, measured)) isSound = false;
  }
}
if (!isSound) {
  console.log(
    "\nThis project's publisher missed its bounds: nothing lost, live in 150 ms by signal, 2.3 s by watch.",
  );
  process.exitCode = 1;
}

function row(publisher: Publisher, { layout, watch }: Arrangement, measured: Measured): string {
  const { pushes, requests, lost, live } = measured;
  const times = live.filter((time) => time !== null);
  const cells = [
    publisher.name,
    layout,
    String(watch),
    pushes,
    requests,
    `${lost} (${((100 * lost) / requests).toFixed(2)} %)`,
    `${median(times)} ms`,
    `${Math.max(...times)} ms`,
    live.length - times.length,
  ];
  return `| ${cells.join(" | ")} |`;
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function isWithinBounds({ watch }: Arrangement, { lost, live }: Measured): boolean {
  const times = live.filter((time) => time !== null);
  return lost === 0 && times.length === live.length && median(times) <= (watch ? 2_300 : 150);
}

import { parseArgs } from "node:util";
import { findTraefik } from "../../test/support/find-traefik.ts";
import { type Arrangement, measure, type Measured } from "./measure.ts";
import { hasRsync, ours, type Publisher, withRenames, withRsync } from "./publishers.ts";

const HELP = `npm run bench:publish [-- OPTION...]: what is lost while a change is published, with the real Traefik

  --pushes N            pushes by this project's hook in each arrangement (50)
  --pushes-of-others N  pushes by each of the others (10)
  --only NAME           publishers whose name holds this
  --layout flat|nested  one arrangement of the files alone
  --watch true|false    one kind of Traefik alone
  --certificate true|false  environments with or without a default certificate alone
  --no-api, --no-pidfile  the hook is not told where the API answers, or who Traefik is, and finds out by itself

A push takes 4 to 7 s, most of it pauses: 35 minutes in all, 10 with --pushes 10 --pushes-of-others 4.
BENCH_LOG=DEBUG has Traefik's log printed when something goes wrong.`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h" },
    pushes: { type: "string", default: "50" },
    "pushes-of-others": { type: "string", default: "10" },
    only: { type: "string" },
    layout: { type: "string" },
    watch: { type: "string" },
    certificate: { type: "string" },
    "no-api": { type: "boolean", default: false },
    "no-pidfile": { type: "boolean", default: false },
  },
});
if (values.help === true) {
  console.log(HELP);
  process.exit();
}

const ARRANGEMENTS: readonly Arrangement[] = [
  { layout: "flat", watch: true, certificate: false },
  { layout: "nested", watch: true, certificate: false },
  { layout: "flat", watch: false, certificate: false },
  { layout: "nested", watch: false, certificate: false },
  { layout: "flat", watch: false, certificate: true },
  { layout: "nested", watch: false, certificate: true },
];

const traefik = await findTraefik(process.env);
const publishers: Publisher[] = [withRenames, ours];
if (await hasRsync()) publishers.unshift(withRsync);
const told = { api: !values["no-api"], pidfile: !values["no-pidfile"] };

console.log("20 apps in 20 files and one that they share; every push renames a middleware and 20 services");
console.log(
  "under requests all the while. Live: until all answers are by it, from the first change of a file in",
);
console.log("the target; in brackets from the start of the publisher, whose judging is in it.\n");
console.log(
  "| publisher | layout | `watch` | default certificate | pushes | requests | lost | live, median | live, worst | never live |",
);
console.log("|---|---|---|---|---:|---:|---:|---:|---:|---:|");
if (publishers.length < 3)
  console.log("| rsync -a --delete | | | skipped: rsync is not installed | | | | | | |");
/** by arrangement: what Traefik itself takes once the files are there */
const floor = new Map<Arrangement, Measured>();
const missed: string[] = [];
for (const publisher of publishers) {
  if (values.only !== undefined && !publisher.name.includes(values.only)) continue;
  for (const arrangement of ARRANGEMENTS) {
    if (values.layout !== undefined && values.layout !== arrangement.layout) continue;
    if (values.watch !== undefined && values.watch !== String(arrangement.watch)) continue;
    if (values.certificate !== undefined && values.certificate !== String(arrangement.certificate)) continue;
    const pushes = Number(publisher === ours ? values.pushes : values["pushes-of-others"]);
    const measured = await measure(
      traefik,
      publisher,
      arrangement,
      pushes,
      told,
      progress(publisher, pushes),
    );
    console.log(row(publisher, arrangement, measured));
    if (publisher === withRenames) floor.set(arrangement, measured);
    if (publisher === ours && !isWithinBounds(arrangement, measured))
      missed.push(`| ${describe(arrangement)} | ${liveOf(measured)} | ${liveOf(floor.get(arrangement))} |`);
  }
}
if (missed.length > 0) {
  console.log(
    "\nThis project's publisher missed its bounds (nothing lost, live in 150 ms by signal, 2.3 s by watch) at",
  );
  console.log("\n| layout, `watch`, default certificate | live, median | bare renames in the same run |");
  console.log(`|---|---:|---:|\n${missed.join("\n")}`);
  console.log("\nWithout a default certificate Traefik makes an RSA key at every reload, whoever publishes.");
  process.exitCode = 1;
}

function describe({ layout, watch, certificate }: Arrangement): string {
  return `${layout}, ${watch}, ${certificate ? "given" : "none"}`;
}

function liveOf(measured: Measured | undefined): string {
  const times = measured?.live.filter((time) => time !== null).map(({ sinceChange }) => sinceChange) ?? [];
  return times.length === 0 ? "not measured" : `${Math.round(medianOf(times))} ms`;
}

/** One line that is written over, where somebody is looking. */
function progress({ name }: Publisher, pushes: number): (push: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (push) =>
    process.stderr.write(`\r\x1b[K${name}: push ${push} of ${pushes}${push === pushes ? "\r\x1b[K" : ""}`);
}

function row(publisher: Publisher, { layout, watch, certificate }: Arrangement, measured: Measured): string {
  const { pushes, requests, lost, live } = measured;
  const times = live.filter((time) => time !== null);
  const since = [times.map(({ sinceChange }) => sinceChange), times.map(({ sinceStart }) => sinceStart)];
  const [median = "", worst = ""] = [medianOf, worstOf].map((of) => {
    const [change = 0, start = 0] = since.map(of).map(Math.round);
    return `${change} ms (${start})`;
  });
  const cells = [
    publisher.name,
    layout,
    String(watch),
    certificate ? "given" : "none",
    pushes,
    requests.toLocaleString("en"),
    `${lost} (${((100 * lost) / requests).toFixed(2)} %)`,
    median,
    worst,
    live.length - times.length,
  ];
  return `| ${cells.join(" | ")} |`;
}

function medianOf(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function worstOf(times: readonly number[]): number {
  return Math.max(...times);
}

function isWithinBounds({ watch }: Arrangement, { lost, live }: Measured): boolean {
  const times = live.filter((time) => time !== null).map(({ sinceChange }) => sinceChange);
  return lost === 0 && times.length === live.length && medianOf(times) <= (watch ? 2_300 : 150);
}

import { readTree } from "../../environment/read.ts";
import { buildGraph } from "../../graph/build-graph.ts";
import { dotOf } from "../../graph/dot.ts";
import type { Graph } from "../../graph/graph.ts";
import { MERMAID_MOST_EDGES, mermaidOf } from "../../graph/mermaid.ts";
import { pageOf } from "../../graph/page/page.ts";
import { partOf } from "../../graph/part.ts";
import { prepareToJudge } from "../../prepare-to-judge.ts";
import { buildGateway } from "../../traefik/model/build-gateway.ts";
import { NEWEST } from "../../traefik/versions.ts";
import { judge } from "../../validate.ts";
import { chosenPlace } from "../chosen-place.ts";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { publishSettings } from "../publish-settings.ts";
import { RefusedError } from "../refused-error.ts";
import { jsonText, printable } from "../../printable.ts";
import { settingOf, textFlag } from "../settings.ts";
import { writeOutput } from "../write-output.ts";

const FORMATS = {
  mermaid: mermaidOf,
  dot: dotOf,
  html: pageOf,
  json: (graph: Graph): string => `${jsonText({ version: 1, ...graph }, 2)}\n`,
} as const;

/** What the ending of an output file says about its format. */
const ENDINGS: Readonly<Record<string, keyof typeof FORMATS>> = {
  html: "html",
  htm: "html",
  dot: "dot",
  gv: "dot",
  json: "json",
};

/** `graph [ENV_DIR]`: the ways of an environment, drawn; writes nothing but what is asked for. */
export const runGraph: Run = async ([folder], flags, terminal) => {
  const output = textFlag(flags, "output");
  const ending = output?.slice(output.lastIndexOf(".") + 1) ?? "";
  const formats = Object.keys(FORMATS) as (keyof typeof FORMATS)[];
  const format = choose("--format", textFlag(flags, "format") ?? ENDINGS[ending] ?? "mermaid", formats);
  const place = chosenPlace(folder, flags, terminal);
  const reading = readTree(place);
  await prepareToJudge(reading.tree);
  const judgement = judge(reading, {
    traefikVersion: settingOf("traefikVersion", flags, terminal.env) ?? NEWEST,
    targetDir: publishSettings(flags, terminal).targetDir,
    failOn: "error",
    variables: {},
  });
  if (judgement.running === null) {
    throw new RefusedError(`Traefik would load nothing of ${printable(place.path)}: validate tells why`);
  }
  const whole = buildGraph(place.path, buildGateway(judgement.running));
  const graph = partOf(whole, textFlag(flags, "search") ?? "");
  if (format === "mermaid" && graph.edges.length > MERMAID_MOST_EDGES) {
    terminal.err.write(
      `${graph.edges.length} edges: GitHub and GitLab draw ${MERMAID_MOST_EDGES} at most; take --search or --format html\n`,
    );
  }
  writeOutput(FORMATS[format](graph), output, terminal);
  return EXIT.accepted;
};

import type { Diagnostic, Effect } from "../../diagnostic.ts";
import type { RuleId } from "../../rules.ts";
import { isStaticName } from "../../environment/layout.ts";
import type { EnvironmentReport, Summary } from "../../report.ts";
import { painter, type Paint } from "../colour.ts";
import { filePath } from "./file-path.ts";
import type { Reporter, ReportContext } from "./format.ts";
import { excerpt } from "./excerpt.ts";
import { plural } from "./plural.ts";
import { printable } from "../../printable.ts";

const STYLE = { error: "red", warning: "yellow", info: "blue" } as const;

const CONSEQUENCE: Record<Exclude<Effect, null>, string> = {
  refused: "Traefik would load nothing of this configuration",
  disabled: "Traefik would not serve this as written",
  ignored: "Traefik would silently ignore this",
  crash: "Traefik would die of this, or never load a configuration again",
};

/** For people: the place, the line with a caret, what Traefik would do, the way out, a summary, where to read more. */
export const textReport: Reporter = ({ environments, gone = [], summary }, context) => {
  const paint = painter(context.colour);
  const blocks = environments.flatMap((environment) => [
    ...environment.diagnostics.map((found) =>
      describeFinding(environment.path, found, context.source(environment.path, found.file), paint),
    ),
    `${verdictLine(environment, paint)}\n`,
  ]);
  blocks.push(...gone.map((path) => `- gone ${paint("bold", printable(path))}\n`));
  const total = environments.length === 1 ? "" : `\n${summaryLine(summary, paint)}\n`;
  const rules = environments.flatMap(({ diagnostics }) => diagnostics.map(({ rule }) => rule));
  return `${blocks.join("\n")}${total}${explanations([...new Set(rules)], context, paint)}`;
};

/** Where each rule that was found is explained: on the web, or by a command, which every installation has. */
function explanations(rules: readonly RuleId[], { rulePage }: ReportContext, paint: Paint): string {
  if (rules.length === 0) return "";
  const names = rules.toSorted();
  const addresses = names.flatMap((rule) => rulePage(rule).address ?? []);
  const places =
    addresses.length === names.length ? addresses : [`gateway-hook-configsync rule ${names.join(" ")}`];
  const lines = places.map((place) => `  ${paint("dim", place)}\n`);
  return `\nmore about ${rules.length === 1 ? "this rule" : "these rules"}:\n${lines.join("")}`;
}

/** One finding for people: its place and words, the line in question, what Traefik would do, the way out. */
export function describeFinding(
  environment: string,
  found: Diagnostic,
  source: string | undefined,
  paint: Paint,
): string {
  const { file, line, column, severity, rule, message, hint, effect } = found;
  const place = `${printable(filePath(environment, file))}:${line}:${column}`;
  const head = `${paint("bold", place)} ${paint(STYLE[severity], severity)} ${printable(message)} ${paint("dim", `[${rule}]`)}`;
  const lines = [head, ...excerpt(source, found, paint, STYLE[severity])];
  if (effect !== null) lines.push(`  ${paint("dim", "=")} ${consequence(effect, file)}`);
  if (hint !== null) lines.push(`  ${paint("cyan", "help:")} ${printable(hint)}`);
  return `${lines.join("\n")}\n`;
}

function consequence(effect: Exclude<Effect, null>, file: string): string {
  return effect === "refused" && isStaticName(file) ? "Traefik would not start" : CONSEQUENCE[effect];
}

function verdictLine(
  { path, verdict, traefikVersion, files, diagnostics }: EnvironmentReport,
  paint: Paint,
): string {
  const mark = verdict === "accepted" ? paint("green", "✓ accepted") : paint("red", "✗ rejected");
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.filter(({ severity }) => severity === "warning").length;
  const counts = [plural(files, "file"), plural(errors, "error"), plural(warnings, "warning")];
  return `${mark} ${paint("bold", path === "-" ? "standard input" : printable(path))} ${paint("dim", `(${counts.join(", ")}; Traefik ${traefikVersion})`)}`;
}

function summaryLine({ environments, rejected, errors, warnings }: Summary, paint: Paint): string {
  const outcome = rejected === 0 ? paint("green", "all accepted") : paint("red", `${rejected} rejected`);
  return `${plural(environments, "environment")}: ${outcome}, ${plural(errors, "error")}, ${plural(warnings, "warning")}`;
}

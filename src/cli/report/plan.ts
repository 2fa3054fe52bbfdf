import type { EnvironmentPlan } from "../../plan/plan.ts";
import type { ToldChange } from "../../plan/tell-changes.ts";
import { painter, type Paint } from "../colour.ts";
import { countChanges } from "./count-changes.ts";
import { markdownPlan } from "./plan-markdown.ts";
import { plural } from "./plural.ts";
import { jsonText, printable } from "../../printable.ts";
import { REMOVAL_NOTE } from "./removal-note.ts";
import { restartReason } from "./restart-reason.ts";
import { describeFinding } from "./text.ts";

export const PLAN_FORMATS = ["text", "json", "markdown"] as const;

/**
 * The report of `plan`, ending with a newline.
 *
 * @param against what it is compared with, as people call it; null: what is published
 */
export function planReport(
  plan: EnvironmentPlan,
  format: (typeof PLAN_FORMATS)[number],
  against: string | null,
  colour: boolean,
): string {
  if (format === "json") return jsonOf(plan);
  if (format === "markdown") return markdownPlan(plan, against);
  return `${textOf(plan, against, painter(colour)).join("\n")}\n`;
}

function jsonOf({ path, verdict, files, objects, restartRequired, diagnostics }: EnvironmentPlan): string {
  const document = { version: 1, path, verdict, files, objects, restartRequired, diagnostics };
  return `${jsonText(document, 2)}\n`;
}

function textOf(plan: EnvironmentPlan, against: string | null, paint: Paint): string[] {
  const { path, verdict, files, objects, told, restartRequired, removal, diagnostics } = plan;
  const name = `${paint("bold", printable(path))}${against === null ? "" : ` against ${printable(against)}`}`;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const unchanged = files.write.length + files.delete.length === 0;
  return [
    ...errors.map((found) => describeFinding(path, found, undefined, paint)),
    ...told.flatMap((change) => describeChange(change, paint)),
    ...(objects.length > 0 ? [""] : []),
    ...files.write.map((file) => paint("green", `write   ${printable(file)}`)),
    ...files.delete.map((file) => paint("red", `delete  ${printable(file)}`)),
    ...(unchanged ? [] : [""]),
    ...(restartRequired
      ? [
          paint("yellow", `Traefik has to be restarted: ${restartReason(plan)}`),
          ...[...plan.staticChanges, ...plan.unread].map((line) => `    ${printable(line)}`),
        ]
      : []),
    ...(removal === null ? [] : [paint("yellow", REMOVAL_NOTE[removal])]),
    verdict === "rejected"
      ? `${name} would be rejected: ${plural(errors.length, "error")}`
      : unchanged
        ? `${name}: nothing to do, ${plural(files.unchanged, "file")} unchanged`
        : `${name}: ${countChanges(objects)}; ${files.write.length} to write, ${files.delete.length} to delete, ${files.unchanged} unchanged`,
  ];
}

const MARK = { added: ["green", "+"], removed: ["red", "-"], changed: ["yellow", "~"] } as const;

function describeChange({ change, title, details }: ToldChange, paint: Paint): string[] {
  const [style, mark] = MARK[change];
  const head = paint(style, `${mark} ${printable(title)}`);
  const [only, ...more] = details.map(printable);
  if (only === undefined) return [head];
  return more.length === 0 ? [`${head}: ${only}`] : [head, ...[only, ...more].map((line) => `    ${line}`)];
}

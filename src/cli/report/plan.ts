import type { FieldChange, ObjectChange, PlainValue } from "../../plan/diff-objects.ts";
import type { EnvironmentPlan } from "../../plan/plan.ts";
import { painter, type Paint } from "../colour.ts";
import { plural } from "./plural.ts";
import { printable } from "./printable.ts";
import { describeFinding } from "./text.ts";

/** The report of `plan`, ending with a newline. */
export function planReport(plan: EnvironmentPlan, format: "text" | "json", colour: boolean): string {
  return format === "json"
    ? `${JSON.stringify({ version: 1, ...plan }, null, 2)}\n`
    : `${textOf(plan, painter(colour)).join("\n")}\n`;
}

function textOf(plan: EnvironmentPlan, paint: Paint): string[] {
  const { path, verdict, files, objects, restartRequired, diagnostics } = plan;
  const name = paint("bold", printable(path));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const unchanged = files.write.length + files.delete.length === 0;
  return [
    ...errors.map((found) => describeFinding(path, found, undefined, paint)),
    ...objects.flatMap((change) => describeChange(change, paint)),
    ...(objects.length > 0 ? [""] : []),
    ...files.write.map((file) => paint("green", `write   ${printable(file)}`)),
    ...files.delete.map((file) => paint("red", `delete  ${printable(file)}`)),
    ...(unchanged ? [] : [""]),
    ...(restartRequired
      ? [paint("yellow", "Traefik has to be restarted: the static configuration changes")]
      : []),
    verdict === "rejected"
      ? `${name} would be rejected: ${plural(errors.length, "error")}`
      : unchanged
        ? `${name}: nothing to do, ${plural(files.unchanged, "file")} unchanged`
        : `${name}: ${countChanges(objects)}; ${files.write.length} to write, ${files.delete.length} to delete, ${files.unchanged} unchanged`,
  ];
}

const MARK = { added: ["green", "+"], removed: ["red", "-"], changed: ["yellow", "~"] } as const;

function describeChange({ object, change, fields }: ObjectChange, paint: Paint): string[] {
  const [style, mark] = MARK[change];
  return [
    paint(style, `${mark} ${printable(object)}`),
    ...fields.map((field) => describeField(field, paint)),
  ];
}

function describeField({ path, from, to }: FieldChange, paint: Paint): string {
  const name = paint("dim", `${printable(path)}:`);
  if (from === null) return `    ${name} ${paint("green", `+ ${show(to)}`)}`;
  if (to === null) return `    ${name} ${paint("red", `- ${show(from)}`)}`;
  return `    ${name} ${show(from)} → ${show(to)}`;
}

function show(value: PlainValue): string {
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}

function countChanges(objects: readonly ObjectChange[]): string {
  const counts = (["added", "changed", "removed"] as const).flatMap((change) => {
    const count = objects.filter((object) => object.change === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  return counts.length === 0 ? "no object changes" : `objects ${counts.join(", ")}`;
}

import type { Command } from "../command.ts";
import { ruleIds } from "../../rules.ts";
import { SETTINGS } from "../settings.ts";

/** What can follow on a command line, for any shell. */
export interface CommandCompletion {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly FlagCompletion[];
  /** the words that its first operand can be; `folders` where it is one */
  readonly operand: readonly string[] | "folders";
}

export interface FlagCompletion {
  /** `--format`, `-H` */
  readonly names: readonly string[];
  readonly about: string;
  /** null: a switch */
  readonly value: readonly string[] | "folders" | "files" | "text" | null;
}

/** The completions of the commands, from their definitions. */
export function completions(commands: readonly Command[]): CommandCompletion[] {
  return commands.map(({ name, summary, settings, options, operands }) => ({
    name,
    summary,
    flags: [
      ...settings.map((setting) => flagOf(SETTINGS[setting])),
      ...options.map(flagOf),
      { names: ["--help", "-h"], about: "say how to use it", value: null },
    ],
    operand: operandOf(operands),
  }));
}

function flagOf({
  flag,
  about,
  values,
}: {
  readonly flag: string;
  readonly about: string;
  readonly values?: readonly string[];
}): FlagCompletion {
  const [, names = "", placeholder] = /^([^<]*?)(?: <(.*)>)?$/.exec(flag) ?? [];
  const files = placeholder === "file" || placeholder === "path";
  const kind = placeholder === "folder" || placeholder === "env_dir" ? "folders" : files ? "files" : "text";
  return { names: names.split(", "), about, value: placeholder === undefined ? null : (values ?? kind) };
}

function operandOf(operands: string): CommandCompletion["operand"] {
  const inner = operands.replace(/^[<[]|[>\]]$/g, "");
  if (inner.includes("|")) return inner.split("|");
  if (inner.startsWith("rule")) return ruleIds();
  return inner.startsWith("env_dir") ? "folders" : [];
}

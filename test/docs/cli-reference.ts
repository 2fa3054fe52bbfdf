import type { Command } from "../../src/cli/command.ts";
import { SETTINGS, type SettingName } from "../../src/cli/settings.ts";

const PROGRAM = "gateway-hook-configsync";

/** The page of all commands, made from the definitions that the parser and its help are made from. */
export function cliReference(commands: readonly Command[]): string {
  const contents = commands.map(({ name, summary }) => `| [\`${name}\`](#${name}) | ${summary} |`);
  return [
    "# Command line",
    "Made from the program's own definitions; `--help` of a command says the same. Every setting has a flag and a " +
      "variable; the flag wins. Flags without a command are those of `sync`.",
    ["| command | |", "|---|---|", ...contents].join("\n"),
    "Exit codes: 0 accepted, 1 rejected, 2 wrong call, 3 could not publish, 4 published but not taken by the live " +
      "Traefik, 75 another run holds the lock. `plan --detailed-exitcode` ends with 2 where there are changes.",
    "A report that cannot be written to stdout is told on stderr, and ends with 3 a command that would end with 0 and is " +
      "called for its report alone. It changes no exit code of `sync` and `rollback`, which tells of the target; neither " +
      "does a log that cannot be written, or a reader that closes the pipe early.",
    "A command that ends without its report says why on stderr, and in the report's place in the form that was asked " +
      'for: in JSON `{"version": 1, "error": {"kind", "message"}}`, whose `kind` is `usage` (a wrong call), `refused` ' +
      "(Traefik would load nothing of the environment) or `failed`; in SARIF a run that was not successful, in JUnit an " +
      "error, in GitHub's form an annotation, in Markdown a line.",
    ...commands.flatMap(section),
  ]
    .join("\n\n")
    .concat("\n");
}

function section({ name, operands, summary, description, settings, options, examples }: Command): string[] {
  const flags = [
    ...settings.map(settingRow),
    ...options.map(({ flag, about }) => `| \`${flag}\` | | ${about.replaceAll("|", "\\|")} |`),
  ];
  const table = ["| flag | variable | |", "|---|---|---|", ...flags].join("\n");
  return [
    `## ${name}`,
    `\`${[PROGRAM, name, operands].filter(Boolean).join(" ")}\``,
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    description,
    ...(flags.length === 0 ? [] : [table]),
    ...examples.map(([command, about, needs]) => {
      const mark = needs === undefined ? "" : `<!-- not run: it needs ${needs}, which is not here -->\n\n`;
      return `${about[0]?.toUpperCase()}${about.slice(1)}:\n\n${mark}\`\`\`sh\n${command}\n\`\`\``;
    }),
  ];
}

function settingRow(name: SettingName): string {
  const { flag, variable, about, fallback } = SETTINGS[name];
  return `| \`${flag}\` | \`${variable}\` | ${about}; default: ${fallback} |`.replaceAll(
    "<target>/",
    "`<target>`/",
  );
}

import type { ExitCode } from "./exit-code.ts";
import type { Flags, SettingName } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** What one command is, as data: the parser, the help and the documentation are made from it. */
export interface Command {
  readonly name: string;
  /** as commander writes them: `[env_dir...]` */
  readonly operands: string;
  readonly summary: string;
  /** what else a person should know, in a few sentences */
  readonly description: string;
  readonly settings: readonly SettingName[];
  readonly options: readonly CommandOption[];
  /** command line and what it is good for; those that need more than a checkout say what */
  readonly examples: readonly (readonly [command: string, about: string, needs?: string])[];
  /** loads the code of this command alone */
  readonly load: () => Promise<Run>;
}

export interface CommandOption {
  readonly flag: string;
  readonly about: string;
  /** given several times, each counts */
  readonly repeatable?: boolean;
  /** all that it can be, where that is a closed set */
  readonly values?: readonly string[];
}

/** Carries a command out. Throws UsageError for a call that makes no sense. */
export type Run = (operands: readonly string[], flags: Flags, terminal: Terminal) => Promise<ExitCode>;

import type { OutcomeKind } from "../publish/types.ts";

/** What the process tells its caller; git-sync repeats every run that does not end with 0. */
export const EXIT = {
  accepted: 0,
  rejected: 1,
  usage: 2,
  couldNotPublish: 3,
  rolledBack: 4,
  /** EX_TEMPFAIL of sysexits.h */
  busy: 75,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** How the process ends when a run ended so. */
export const EXIT_OF: Record<OutcomeKind, ExitCode> = {
  published: EXIT.accepted,
  unchanged: EXIT.accepted,
  "dry-run": EXIT.accepted,
  rejected: EXIT.rejected,
  failed: EXIT.couldNotPublish,
  "rolled-back": EXIT.rolledBack,
  busy: EXIT.busy,
};

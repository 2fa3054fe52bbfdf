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

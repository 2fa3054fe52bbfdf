/** What an environment may cost: it comes out of git, and must not exhaust the gateway's memory. */
export interface Limits {
  /** bytes of one file */
  readonly fileBytes: number;
  /** bytes of all files together */
  readonly totalBytes: number;
  /** files and folders met on the way, each as often as links lead there */
  readonly entries: number;
}

const MIB = 1024 * 1024;

export const LIMITS: Limits = { fileBytes: 16 * MIB, totalBytes: 256 * MIB, entries: 50_000 };

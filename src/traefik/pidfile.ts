/** What whoever runs Traefik says of it in its pidfile. */
export interface PidfileNote {
  readonly pid: number;
  /** it serves: its providers are running */
  readonly ready: boolean;
  /** base URL of its API; null where none is told */
  readonly api: string | null;
}

/** Reads `PID`, `PID ready` and `PID ready URL`; null for anything else. */
export function parsePidfile(text: string): PidfileNote | null {
  const [, pid, ready, api] = /^\s*(\d{1,10})(\s+ready)?(?:\s+(https?:\/\/\S+))?\s*$/.exec(text) ?? [];
  return pid === undefined ? null : { pid: Number(pid), ready: ready !== undefined, api: api ?? null };
}

/** The text that `parsePidfile` reads. */
export function pidfileText({ pid, ready, api }: PidfileNote): string {
  return `${[String(pid), ...(ready ? ["ready"] : []), ...(api === null ? [] : [api])].join(" ")}\n`;
}

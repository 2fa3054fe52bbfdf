/** The fields of a line of Traefik's JSON log that the preflight reads. */
export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly error?: string;
}

/** The lines of Traefik's JSON log; what is no JSON (a panic's trace) is left out. */
export function logLines(output: string): LogLine[] {
  return output.split("\n").flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isLogLine(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isLogLine(value: unknown): value is LogLine {
  return (
    typeof value === "object" && value !== null && "message" in value && typeof value.message === "string"
  );
}

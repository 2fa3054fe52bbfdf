import { EXIT, type ExitCode } from "./exit-code.ts";

/** Why a command made no report: its call is wrong, Traefik would load nothing, or something is broken. */
export interface Failure {
  readonly kind: "usage" | "refused" | "failed";
  readonly message: string;
}

/** How the process ends then; 1 means that the configuration is at fault. */
export const EXIT_OF_FAILURE: Record<Failure["kind"], ExitCode> = {
  usage: EXIT.usage,
  refused: EXIT.rejected,
  failed: EXIT.couldNotPublish,
};

/** What an error says of the call; each bundle has error classes of its own, so that their names have to tell. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: "failed", message: String(error) };
  const kind = error.name === "UsageError" ? "usage" : error.name === "RefusedError" ? "refused" : "failed";
  return { kind, message: error.message };
}

/** The call itself is wrong: exit 2. Its message is for the person who made the call. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Whether an error is one; each bundle has a class of its own, so that its name has to tell. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === "UsageError";
}

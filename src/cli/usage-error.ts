/** The call itself is wrong: exit 2. Its message is for the person who made the call. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

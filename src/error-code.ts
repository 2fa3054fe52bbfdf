/** What kept a system call from its work, `ENOENT` for example; the message of an error that carries no code. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}

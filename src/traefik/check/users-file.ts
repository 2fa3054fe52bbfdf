/** The users of a file, each with the number of its line; lines without content, and comments, are none. */
export function linesOfUsers(text: string): readonly { readonly user: string; readonly line: number }[] {
  return text
    .split("\n")
    .map((written, at) => ({ user: written.trim(), line: at + 1 }))
    .filter(({ user }) => user !== "" && !user.startsWith("#"));
}

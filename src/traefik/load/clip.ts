/** Cuts a text out of a file to what a message can bear, never within a character. */
export function clip(text: string, limit = 60): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 3).replace(/[\ud800-\udbff]$/, "")}...`;
}

const MAX_LENGTH = 1000;

/** A message that quotes from a text, cut where nobody reads on. */
export function shorten(message: string): string {
  return message.length <= MAX_LENGTH ? message : `${message.slice(0, MAX_LENGTH)}...`;
}

import type { InFlight } from "./effects/in-flight.ts";

/** The same number for the same text. */
export type NumberOf = (text: string) => number;

/** A number for each text that differs: what is long is looked at once, and told by its number from then on. */
export function numbering(): NumberOf {
  const numbers = new Map<string, number>();
  return (text) => {
    let number = numbers.get(text);
    if (number === undefined) numbers.set(text, (number = numbers.size + 1));
    return number;
  };
}

/** The same text for requests that are alike. */
export function requestId({ host, uri, url, headers }: InFlight, numberOf: NumberOf): string {
  const fields = [...headers].map(([name, values]) => `${numberOf(name)}:${values.map(numberOf).join("+")}`);
  const texts = [host, uri, url.path, url.rawPath].map(numberOf);
  return [...texts, ...fields.toSorted()].join(" ");
}

/**
 * 128 bits that tell one text from another, where nobody has a reason to make two that are alike: Node's own crypto
 * takes as long to load as all else that a run with nothing to do does. Each half is two multiplicative hashes that are
 * mixed in the end.
 */
export function quickHash(text: string): string {
  return [0x9e3779b9, 0x85ebca6b].map((seed) => half(text, seed)).join("");
}

function half(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const mixedLow = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return [mixedHigh, mixedLow].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

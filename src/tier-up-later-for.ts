import type { Tree } from "./environment/tree.ts";
import { tierUpLater } from "./tier-up-later.ts";

/** bytes; judging less is over before it matters */
const MUCH = 50_000;

/** To be called before a tree is judged. */
export function tierUpLaterFor({ files }: Tree): void {
  let size = 0;
  for (const { bytes } of files) size += bytes.length;
  if (size > MUCH) tierUpLater();
}

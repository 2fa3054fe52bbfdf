import type { Tree } from "./environment/tree.ts";
import { keepYoungSmall } from "./relieve-memory.ts";
import { tierUpLater } from "./tier-up-later.ts";
import { prepareTemplates } from "./traefik/load/template/prepare-templates.ts";

/**
 * From so many bytes on, how many times as long V8 waits with faster code; the first that fits. Judging less is over
 * before it matters, and judging very much has all the use of it.
 */
const WAITS = [
  { above: 2_500_000, times: 1 },
  { above: 400_000, times: 3 },
  { above: 50_000, times: 10 },
];

/** From so many bytes on the memory counts more than a few hundredths of the time. */
const HUGE = 12_000_000;

/** To be called before a tree is judged: loads what its templates need, and has V8 do what pays for its size. */
export async function prepareToJudge(tree: Tree): Promise<void> {
  await prepareTemplates(tree);
  let size = 0;
  for (const { bytes } of tree.files) size += bytes.length;
  const wait = WAITS.find(({ above }) => size > above);
  if (size > HUGE) keepYoungSmall();
  if (wait !== undefined) tierUpLater(wait.times);
}

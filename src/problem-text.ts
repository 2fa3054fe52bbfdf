import { concealedText } from "./conceal.ts";
import { clip } from "./traefik/load/clip.ts";
import type { Part } from "./traefik/model/gateway.ts";

/** Characters that are shown. */
const SHOWN = 1000;
/** What Traefik says next where a part is broken because another is: no secret goes on behind it. */
const NEXT = "building HTTP service ";

/**
 * What is wrong with a part, in Traefik's words as far as anybody reads them. They repeat all that is said of the parts
 * below, and these are told of by themselves: 350 services deep that came to 475 MB.
 */
export function problemText({ errors }: Pick<Part, "errors">): string {
  const text = errors.join("; ");
  const end = text.indexOf(NEXT, SHOWN);
  return clip(concealedText(end === -1 ? text : `${text.slice(0, end)}...`), SHOWN);
}

import type { Tree } from "../environment/tree.ts";
import type { Unread } from "./unread.ts";

/** What publishing asks those who know Traefik, where a static file changes or one that is no configuration. */
export interface ReloadJudge {
  /** whether two states of the static files say the same to Traefik; without it their bytes have to be the same */
  readonly sayTheSame: (before: Tree, after: Tree) => Promise<boolean>;
  /**
   * Whether a Traefik that was started with other static files serves all of a tree that it would with those in the
   * tree; without it that is taken for granted
   */
  readonly servesAsWell: (tree: Tree, startedWith: Tree) => Promise<boolean>;
  /** finds what a running Traefik does not read anew when it is told; without it that is taken for nothing */
  readonly findUnread: (before: Tree, after: Tree, pending: readonly string[]) => Promise<Unread>;
}

/** One regular file of an environment, read once: what is judged is what is published. */
export interface TreeFile {
  /** relative to the environment, with `/`, never leading out */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** permission bits of the source (of the file that a symbolic link points to) */
  readonly mode: number;
  /** what it looked like when it was opened, as `stateOf` tells it; undefined behind a link, and where it comes from elsewhere */
  readonly state?: string | undefined;
}

/** An environment in memory: its files in byte order of their paths. */
export interface Tree {
  readonly files: readonly TreeFile[];
}

import { compareBytes } from "../byte-order.ts";
import { LIMITS, type Limits } from "../limits.ts";
import type { Tree } from "../tree.ts";
import { UNPUBLISHED } from "../unpublished.ts";
import { type GitEntry, type GitTree, parseTree } from "./git-tree.ts";
import { resolvePath } from "./resolve-path.ts";

/** Runs git in the checkout. Throws when it ends with an error, or prints more than `most` bytes. */
export type Git = (args: readonly string[], input: string, most: number) => Promise<Buffer>;

/** What a symbolic link can hold; a longer one leads nowhere on Linux. */
const LONGEST_LINK = 4095;
/** Room for the names of a whole repository; a tree that repeats itself to billions of files ends here. */
const MOST_NAMES = 64 * 1024 * 1024;

/** `<oid> <type> <size>` and line ends */
const MOST_HEADER = 128;

/** An environment as a commit has it. */
export interface RevisionReading {
  /** full name of the commit */
  readonly commit: string;
  /** null: the commit has no such folder */
  readonly tree: Tree | null;
}

/**
 * Reads an environment out of a commit: nothing is checked out, no filter or hook of the repository runs. Symbolic
 * links are followed as in a checkout, within it; what could not be published (links that lead out, files beyond the
 * limits) is left out.
 *
 * @param revision whatever git takes: `origin/main`, `HEAD~3`, a hash
 * @param path of the environment in the checkout, `.` for its root
 * @throws when git does not know the revision, or the commit is beyond the limits
 */
export async function readRevision(
  git: Git,
  revision: string,
  path: string,
  limits: Limits = LIMITS,
): Promise<RevisionReading> {
  const { commit, tree, targets, root } = await locate(git, revision, path, limits);
  if (root === null) return { commit, tree: null };

  const found = filesBelow(tree, targets, root, limits.entries);
  const bytes = await contents(git, found, limits);
  const files = found.flatMap(([at, { oid, mode }]) => {
    const content = bytes.get(oid);
    return content === undefined ? [] : [{ path: at, bytes: content, mode }];
  });
  return { commit, tree: { files: files.toSorted((a, b) => compareBytes(a.path, b.path)) } };
}

/** Whether a commit has a folder, through links or not. @throws when git does not know the revision */
export async function hasFolder(git: Git, revision: string, path: string): Promise<boolean> {
  return (await locate(git, revision, path, LIMITS)).root !== null;
}

/** A commit's tree, and where in it a path leads; null: to no folder. */
async function locate(git: Git, revision: string, path: string, limits: Limits) {
  const commit = await commitOf(git, revision);
  // from the checkout's folder on, which may lie below the repository's root
  const listing = await git(["ls-tree", "-r", "-z", commit], "", MOST_NAMES);
  const tree = parseTree(listing.toString("utf8"));
  const links = [...tree.entries].filter(([, { kind }]) => kind === "link");
  const held = await contents(git, links, { ...limits, fileBytes: LONGEST_LINK });
  const targets = new Map(links.map(([at, { oid }]) => [at, held.get(oid)?.toString("utf8") ?? ""]));
  const found = resolvePath(tree, targets, path);
  const isFolder = found.kind === "folder" && tree.folders.has(found.path);
  return { commit, tree, targets, root: isFolder ? found.path : null };
}

/** The full name of a commit. @throws when git does not know the revision */
export async function commitOf(git: Git, revision: string): Promise<string> {
  const verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  return (await git(verify, "", 4096)).toString("utf8").trim();
}

/** The paths of all files of a commit, from the checkout's folder on. */
export async function filesOf(git: Git, commit: string): Promise<string[]> {
  const listing = await git(["ls-tree", "-r", "-z", "--name-only", commit], "", MOST_NAMES);
  return listing.toString("utf8").split("\0");
}

/** A path and what git has there. */
type Named = readonly [path: string, entry: GitEntry];

/** The files of a folder by their path in it, links followed, as `readTree` finds them in a checkout. */
function filesBelow(
  tree: GitTree,
  targets: ReadonlyMap<string, string>,
  root: string,
  most: number,
): Named[] {
  const files: Named[] = [];
  let seen = 0;
  const visit = (real: string, prefix: string, chain: readonly string[]): void => {
    for (const name of tree.folders.get(real) ?? []) {
      if (UNPUBLISHED.has(name)) continue;
      if (++seen > most) throw new Error(`it has more than ${most} files and folders`);
      const path = prefix === "" ? name : `${prefix}/${name}`;
      const found = resolvePath(tree, targets, real === "" ? name : `${real}/${name}`);
      const entry = found.kind === "file" ? tree.entries.get(found.path) : undefined;
      if (entry !== undefined) files.push([path, entry]);
      else if (found.kind === "folder") {
        const isAround = chain.some((above) => above === found.path || above.startsWith(`${found.path}/`));
        if (!isAround) visit(found.path, path, [...chain, found.path]);
      }
    }
  };
  visit(root, "", [root]);
  return files;
}

/** What git's store holds under the names of some entries, each read once; what is larger than a file may be is not. */
async function contents(git: Git, named: readonly Named[], limits: Limits): Promise<Map<string, Buffer>> {
  const sizes = await sizesOf(git, new Set(named.map(([, { oid }]) => oid)));
  const wanted = named.filter(([, { oid }]) => (sizes.get(oid) ?? 0) <= limits.fileBytes);
  const total = wanted.reduce((sum, [, { oid }]) => sum + (sizes.get(oid) ?? 0), 0);
  if (total > limits.totalBytes) throw new Error(`it has more than ${limits.totalBytes} bytes`);

  const found = new Map<string, Buffer>();
  const oids = [...new Set(wanted.map(([, { oid }]) => oid))];
  if (oids.length === 0) return found;
  const output = await git(["cat-file", "--batch"], lines(oids), total + oids.length * MOST_HEADER);
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(10, at);
    const [oid = "", , size] = output.toString("latin1", at, end).split(" ");
    found.set(oid, output.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return found;
}

async function sizesOf(git: Git, oids: ReadonlySet<string>): Promise<Map<string, number>> {
  if (oids.size === 0) return new Map();
  const output = await git(["cat-file", "--batch-check"], lines([...oids]), oids.size * MOST_HEADER);
  const told = output.toString("latin1").trimEnd().split("\n");
  return new Map(
    told.map((line) => {
      const [oid = "", type, size] = line.split(" ");
      // `<oid> missing`: a clone without all its content
      if (type === "missing") throw new Error(`its content ${oid} is not in this clone`);
      return [oid, Number(size)];
    }),
  );
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

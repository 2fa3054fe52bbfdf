/**
 * The path of what is below a folder. Both are in order as they are: Node's `join` goes through them letter by letter,
 * which for every file takes longer than to look at it.
 *
 * @param path relative to the folder; empty for the folder itself
 */
export function below(folder: string, path: string): string {
  if (path === "") return folder;
  return folder === "/" ? `/${path}` : `${folder}/${path}`;
}

/** A file of an environment as a person can open it: relative to where the command was called. */
export function filePath(environment: string, file: string): string {
  if (environment === "-") return file === "." ? "-" : file;
  const folder = environment.replace(/^\.\//, "").replace(/\/+$/, "");
  if (folder === "" || folder === ".") return file;
  return file === "." ? folder : `${folder}/${file}`;
}

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of this package with a slash at its end, from the sources as from a bundle of them. */
export function packageFolder(): string {
  for (let up = "./"; up.length < 30; up = `../${up}`) {
    const folder = new URL(up, import.meta.url);
    if (existsSync(new URL("package.json", folder))) return fileURLToPath(folder);
  }
  throw new Error("the package's own folder cannot be found");
}

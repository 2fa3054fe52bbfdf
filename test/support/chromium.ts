import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Chromium's executable: `CHROMIUM_BIN`, else one on PATH; null where there is none. */
export function findChromium(env: NodeJS.ProcessEnv): string | null {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  return [env["CHROMIUM_BIN"] ?? "", ...candidates].find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  if (file === "") return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import type { NamesIn } from "./publish/types.ts";
import { prepareTemplates } from "./traefik/load/template/prepare-templates.ts";
import type { JudgeOptions } from "./validate.ts";

/** Tells what a file defines for Traefik; what can tell it is loaded when it is asked, which is seldom. */
export function namesIn(options: JudgeOptions): NamesIn {
  return async (path, bytes) => {
    const { definedIn } = await import("./traefik/outline.ts");
    const { loadOptions } = await import("./scene.ts");
    await prepareTemplates({ files: [{ path, bytes, mode: 0o644 }] });
    return definedIn(path, bytes, loadOptions(options));
  };
}

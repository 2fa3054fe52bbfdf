import { readFileSync } from "node:fs";
import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { packageFolder } from "../package-folder.ts";
import { settingOf } from "../settings.ts";
import { NEWEST } from "../../traefik/versions.ts";

/** `schema static|dynamic`: prints the JSON Schema of a configuration, for editors. */
export const runSchema: Run = async ([kind = ""], flags, terminal) => {
  const name = choose("schema", kind, ["static", "dynamic"]);
  const version = settingOf("traefikVersion", flags, terminal.env) ?? NEWEST;
  const file = `${packageFolder()}schemas/traefik-v${version}/${name}.schema.json`;
  terminal.out.write(readFileSync(file, "utf8"));
  return EXIT.accepted;
};

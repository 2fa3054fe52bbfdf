import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { choose } from "../format-option.ts";
import { editorSchema } from "../editor-schema.ts";
import { schemaText } from "../schema-text.ts";
import { settingOf } from "../settings.ts";
import { NEWEST } from "../../traefik/versions.ts";

/** `schema static|dynamic`: prints the JSON Schema of a configuration, for editors. */
export const runSchema: Run = async ([kind = ""], flags, terminal) => {
  const name = choose("schema", kind, ["static", "dynamic"]);
  const version = settingOf("traefikVersion", flags, terminal.env) ?? NEWEST;
  terminal.out.write(editorSchema(schemaText(version, name)));
  return EXIT.accepted;
};

import type { Run } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { ROUTE_TESTS_SCHEMA } from "../../route-tests/schema.ts";
import { choose } from "../format-option.ts";
import { editorSchema } from "../editor-schema.ts";
import { schemaText } from "../schema-text.ts";
import { settingOf } from "../settings.ts";
import { NEWEST } from "../../traefik/versions.ts";

/** `schema static|dynamic|tests`: prints the JSON Schema of a configuration, or of route tests, for editors. */
export const runSchema: Run = async ([kind = ""], flags, terminal) => {
  const name = choose("schema", kind, ["static", "dynamic", "tests"]);
  const version = settingOf("traefikVersion", flags, terminal.env) ?? NEWEST;
  terminal.out.write(
    name === "tests"
      ? `${JSON.stringify(ROUTE_TESTS_SCHEMA, null, 2)}\n`
      : editorSchema(schemaText(version, name)),
  );
  return EXIT.accepted;
};

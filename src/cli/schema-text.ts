import { readFileSync } from "node:fs";
import { packageFolder } from "./package-folder.ts";

/** A schema as it is in this package; in the standalone executable its place is taken by what is inside that. */
export function schemaText(version: string, name: "dynamic" | "static"): string {
  return readFileSync(`${packageFolder()}schemas/traefik-v${version}/${name}.schema.json`, "utf8");
}

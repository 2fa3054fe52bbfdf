import type { Command } from "../command.ts";

export const SCHEMA: Command = {
  name: "schema",
  operands: "<static|dynamic|tests>",
  summary: "print the JSON Schema of a configuration, or of route tests, for editors",
  description:
    "Made from Traefik's own Go types, with its descriptions: documented names alone, in JSON Schema draft 7. " +
    "docs/editors.md tells where editors want it.",
  settings: ["traefikVersion"],
  options: [],
  examples: [
    ["gateway-hook-configsync schema dynamic > traefik-dynamic.schema.json", "for a YAML language server"],
    ["gateway-hook-configsync schema tests > gateway.test.schema.json", "for gateway.test.yaml"],
  ],
  load: async () => (await import("../commands/schema.ts")).runSchema,
};

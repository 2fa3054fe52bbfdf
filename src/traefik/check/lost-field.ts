import type { LoadedObject } from "../load/configuration.ts";

const FIELDS: ReadonlySet<string> = new Set([
  "entryPoints",
  "middlewares",
  "priority",
  "rule",
  "ruleSyntax",
  "service",
  "tls",
]);

/**
 * What to say of a router that has nothing, not even fields: a plain value stands where they belong. Where it has the
 * name of such a field, that field has lost its indentation.
 */
export function lostField({
  name,
  value,
}: LoadedObject): { readonly says: string; readonly hint: string } | null {
  if (Object.values(value).some((field) => field !== undefined)) return null;
  if (!FIELDS.has(name)) {
    return {
      says: "Traefik drops its value: it has no fields, and so no service",
      hint: "write its fields below it, such as rule and service",
    };
  }
  return {
    says: "Traefik takes this field for the name of a router, which then has no service",
    hint: `indent it: ${name} stands below the name of its router, not beside it`,
  };
}

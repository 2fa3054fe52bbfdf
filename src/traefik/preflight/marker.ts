/** Where the instance of a preflight is asked, and the router there. */
export const OWN_ENTRY_POINT = "gateway-preflight";

/**
 * What a dynamic file holds by which its load is recognised in Traefik's API, a middleware of this name; and the way to
 * that API.
 */
export function marker(name: string): string {
  const router = `{rule: "PathPrefix(\`/\`)", entryPoints: [${OWN_ENTRY_POINT}], service: api@internal}`;
  return `http: {routers: {${OWN_ENTRY_POINT}: ${router}}, middlewares: {${name}: {stripPrefix: {prefixes: [/]}}}}\n`;
}

/** Sorts behind the usual names of files: of two definitions of a name the first counts. */
export const MARKER_FILE = "~gateway-preflight.yaml";

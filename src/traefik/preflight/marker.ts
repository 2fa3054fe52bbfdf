/** What a dynamic file holds by which its load is recognised in Traefik's API: a middleware of this name. */
export function marker(name: string): string {
  return `http: {middlewares: {${name}: {stripPrefix: {prefixes: [/]}}}}\n`;
}

/** Sorts behind the usual names of files: of two definitions of a name the first counts. */
export const MARKER_FILE = "~gateway-preflight.yaml";

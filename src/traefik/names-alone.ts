const NAMES_ALONE =
  /^(?:entryPoint|the (?:UDP )?service|(?:parent |child )?router|middleware) "[^"]*" (?:does not exist|doesn't exist|does not have any type defined)$|^(?:servers transport|tls config) not found \S+$|^unknown TLS options: \S+$|^no valid entryPoint for this router$/;

/**
 * Whether an error of Traefik's holds nothing but names (`pkg/server/router`, `middleware` and `service`). What it says
 * of a middleware, and of each router that passes it, may quote a user or a key; of a service, an address with a
 * password.
 */
export function holdsNamesAlone(error: string): boolean {
  return NAMES_ALONE.test(error);
}

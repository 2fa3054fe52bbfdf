/** There is nothing to tell of an environment because Traefik would load nothing of it: exit 1. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

import { isByClient, serverShares } from "../traefik/model/shares.ts";
import type { Destination, Passed } from "../traefik/routes/destinations.ts";

/** Which services on the way of a request choose by its client's address, so that another client may go elsewhere. */
export function choicesByClient(passed: readonly Passed[]): readonly string[] {
  const notes = passed.flatMap(({ service, probability, client }) =>
    probability > 0 && client !== null && isByClient(service)
      ? `${service.label} chooses by the client's address, here ${client}: another client may go elsewhere`
      : [],
  );
  return [...new Set(notes)];
}

/** What is chance where a balancer sends requests to the server that answers fastest; null: nothing. */
export function choiceByTime(destinations: readonly Destination[]): string | null {
  const open = destinations.filter(
    ({ probability, answer, unknown, service }) =>
      probability > 0 &&
      (answer ?? unknown) === null &&
      serverShares(service).some(({ share }) => share === null),
  );
  const names = [...new Set(open.map(({ service }) => service.label))];
  if (names.length === 0) return null;
  const verb = names.length === 1 ? "sends" : "send";
  return `${names.join(", ")} ${verb} a request to the server that answers fastest: it is chance which one gets it`;
}

import { isByClient, serverShares } from "../traefik/model/shares.ts";
import type { Destination } from "../traefik/routes/destinations.ts";

/** Which services on the way of a request choose by its client's address, so that another client may go elsewhere. */
export function choicesByClient(destinations: readonly Destination[]): readonly string[] {
  const notes = destinations.flatMap(({ probability, client, via }) =>
    probability > 0 && client !== null
      ? via
          .filter(isByClient)
          .map(
            ({ label }) =>
              `${label} chooses by the client's address, here ${client}: another client may go elsewhere`,
          )
      : [],
  );
  return [...new Set(notes)];
}

/** What is chance where a balancer sends requests to the server that answers fastest; null: nothing. */
export function choiceByTime(destinations: readonly Destination[]): string | null {
  const open = destinations.filter(
    ({ probability, answer, service }) =>
      probability > 0 && answer === null && serverShares(service).some(({ share }) => share === null),
  );
  const names = [...new Set(open.map(({ service }) => service.label))];
  if (names.length === 0) return null;
  const verb = names.length === 1 ? "sends" : "send";
  return `${names.join(", ")} ${verb} a request to the server that answers fastest: it is chance which one gets it`;
}

import { isByClient } from "../traefik/model/shares.ts";
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

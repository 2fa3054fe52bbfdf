import type { Gateway } from "../traefik/model/gateway.ts";
import { isByClient, leavesOf } from "../traefik/model/leaves.ts";
import type { End } from "../traefik/routes/journey.ts";

/** Which services on the way of a request choose by its client's address, so that another client may go elsewhere. */
export function choicesByClient(gateway: Gateway, end: End): readonly string[] {
  if (end.kind !== "service" || end.sent === null) return [];
  const { client } = end.sent;
  const taken = leavesOf(gateway, end.service, client).filter(({ probability }) => probability > 0);
  const services = new Set(taken.flatMap(({ via }) => via.filter(isByClient)));
  return [...services].map(
    ({ label }) =>
      `${label} chooses by the client's address, here ${client}: another client may go elsewhere`,
  );
}

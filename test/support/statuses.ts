import type { Subject } from "../../src/traefik/check/ledger.ts";
import { listed, listedName } from "../../src/traefik/check/listed.ts";
import type { Judgement } from "../../src/traefik/check/judge.ts";

/** What Traefik's API would say of each object, by `http.routers.shop`. */
export function statusesOf({ running }: Judgement): Map<string, Pick<Subject, "status" | "texts">> {
  return new Map(Array.from(listed(running), (object) => [listedName(object), object[1]]));
}

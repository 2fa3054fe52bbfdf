import type { DynamicConfiguration, Struct } from "../traefik/load/configuration.ts";
import { concealedText } from "../conceal.ts";
import { type ObjectChange, valuesOf } from "./diff-objects.ts";
import { gistOf, titleOf } from "./name-object.ts";
import { tellValues } from "./tell-values.ts";

/** A change as people think of it. */
export interface ToldChange {
  readonly change: ObjectChange["change"];
  /** `http.routers.shop` */
  readonly object: string;
  /** `router shop`, `weighted service shop`, `certificate /certs/shop.pem` */
  readonly title: string;
  /** `middlewares + auth`, `v2 1 → 10 of 100`; of what came or went, what it is */
  readonly details: readonly string[];
}

/** Puts changes into people's words; no secret is in them. */
export function tellChanges(
  changes: readonly ObjectChange[],
  before: DynamicConfiguration | null,
  after: DynamicConfiguration | null,
): ToldChange[] {
  const old = valuesOf(before);
  const next = valuesOf(after);
  return changes.map(({ object, change }) => {
    const from = old.get(object);
    const to = next.get(object);
    const value: Struct = to ?? from ?? {};
    const details = from && to ? tellValues("", from, to) : gistOf(object, value);
    return { change, object, title: titleOf(object, value), details: details.map(concealedText) };
  });
}

import type { Before, Confirmation } from "./confirm.ts";
import type { Contested } from "./contested.ts";
import type { Content } from "./content.ts";
import type { Journal } from "./journal.ts";
import type { Manifest, Publication } from "./manifest.ts";
import type { Observation } from "./observe.ts";
import type { Plan } from "./plan.ts";
import type { Restart } from "./state.ts";
import type { Step } from "./steps.ts";
import type { Held, Outliner, PublishSettings, ReloadReport } from "./types.ts";

/** Something to be published, wherever it comes from. */
export interface Job {
  readonly settings: PublishSettings;
  readonly content: Content;
  readonly publication: Publication;
  readonly changedObjects: (() => readonly string[] | null) | null;
  /** set by a rollback */
  readonly held: Held | null;
  /** the manifest that is put back because what followed it was not taken: not a publication of its own */
  readonly restores: Manifest | null;
  /** the entry of the history whose content it is: published again, it is no entry any more */
  readonly entry?: Manifest;
  readonly outline: Outliner | null;
  /** what was seen and planned for it with the lock held; it is not made again */
  readonly survey?: Survey;
}

/** What a run has seen of the target, and what there is to do about it. */
export interface Survey {
  readonly observation: Observation;
  readonly plan: Plan;
}

/** A job that was carried out, and is not finished yet. */
export interface Done {
  readonly plan: Plan;
  readonly steps: readonly Step[];
  readonly journal: Journal;
  readonly reload: ReloadReport;
  /** why Traefik was not told, or could not be asked; empty when all is well */
  readonly why: string;
  /** null when nobody was asked */
  readonly confirmation: Confirmation | null;
  readonly contested: Contested;
  readonly manifest: Manifest;
  readonly restart: Restart | null;
  /** see `isSameStatic` */
  readonly sameStatic: boolean;
  /** what the live Traefik showed before; null when nobody was asked or answered */
  readonly before: Before | null;
}

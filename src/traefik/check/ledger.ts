import { diagnose, type Diagnostic } from "../../diagnostic.ts";
import type { LoadedObject } from "../load/configuration.ts";
import { infoOf, type RuleId } from "../../rules.ts";
import { placeOf, type Cause, type Fault, type Place } from "./fault.ts";
import { describe, objectId } from "./names.ts";

/** One object as Traefik runs it, under its name in the API; several may stem from one object of a file. */
export interface Subject {
  /** the stored name: `shop@file`, `web-conflicted-shop@file` */
  readonly name: string;
  /** null: an object of Traefik's own */
  readonly source: LoadedObject | null;
  status: "enabled" | "warning" | "disabled";
  /** Traefik's texts in order of discovery, each once */
  texts: string[];
  /** the causes of those texts */
  causes: Cause[];
}

/** The texts and causes of every subject at first: lists for each of so many would outweigh what is found of a few. */
export const NONE_YET: never[] = [];

/** What was found so far. */
export interface Ledger {
  /** The object fails: it is disabled. */
  readonly fail: (subject: Subject, fault: Fault) => void;
  /** The object has a fault that leaves it running. */
  readonly warn: (subject: Subject, fault: Fault) => void;
  /** A fault that Traefik puts at most into its log, or dies of. */
  readonly note: (cause: Cause) => void;
  /** Something about no object, or an opinion of our own. */
  readonly remark: (rule: RuleId, remark: Remark) => void;
  readonly diagnostics: () => Diagnostic[];
  /** Traefik has nothing to say about any object: all that was found are remarks. */
  readonly isCalm: () => boolean;
}

export interface Remark {
  readonly place: Place;
  readonly object: LoadedObject | null;
  readonly message: string;
  readonly hint?: string | null | undefined;
}

/** Starts an empty ledger. */
export function createLedger(): Ledger {
  const found: Diagnostic[] = [];
  /** mistakes already reported, with the object they were reported on */
  const reported = new Map<string, LoadedObject>();
  /** the mistakes made elsewhere that an object was told of */
  const passed = new Map<LoadedObject, Set<string>>();
  let isCalm = true;

  /** Whether an object hears of a mistake made elsewhere for the first time, be it by another way or in other words. */
  function isNews(object: LoadedObject, cause: Cause): boolean {
    const heard = passed.get(object) ?? new Set();
    passed.set(object, heard);
    return heard.size < heard.add(identityOf(cause)).size;
  }

  function report(cause: Cause, object: LoadedObject): boolean {
    isCalm = false;
    const identity = identityOf(cause);
    const first = reported.get(identity);
    if (first) return first === object;
    reported.set(identity, object);
    const { rule, owner, place, says, hint } = cause;
    // what the template only guessed says nothing about what Traefik will see
    if (place.document.isGuessed(place.span)) return true;
    found.push(
      diagnose(rule, {
        file: place.document.file,
        range: place.document.range(place.span),
        object: objectId(object),
        message: `${describe(owner)}: ${says}`,
        hint,
      }),
    );
    return true;
  }

  function tell(subject: Subject, { text, cause }: Fault, status: "warning" | "disabled"): void {
    isCalm = false;
    if (subject.texts.includes(text)) return;
    if (subject.texts === NONE_YET) {
      subject.texts = [];
      subject.causes = [];
    }
    subject.texts.push(text);
    subject.causes.push(cause);
    if (subject.status !== "disabled") subject.status = status;
  }

  return {
    fail: (subject, fault) => {
      tell(subject, fault, "disabled");
      const object = subject.source;
      if (object === null || report(fault.cause, object)) return;
      const { owner, place, says } = fault.cause;
      if (place.document.isGuessed(place.span) || !isNews(object, fault.cause)) return;
      const at = fault.via ?? placeOf(object);
      const { line } = place.document.range(place.span);
      found.push(
        diagnose(passedOn(fault.cause.rule), {
          file: at.document.file,
          range: at.document.range(at.span),
          object: objectId(object),
          message: `${describe(object)}: it fails with ${describe(owner)} (${place.document.file}:${line}: ${says})`,
        }),
      );
    },
    warn: (subject, fault) => {
      tell(subject, fault, "warning");
      if (subject.source) report(fault.cause, subject.source);
    },
    note: (cause) => void report(cause, cause.owner),
    remark: (rule, { place: { document, span }, object, message, hint }) => {
      if (document.isGuessed(span)) return;
      found.push(
        diagnose(rule, {
          file: document.file,
          range: document.range(span),
          object: object && objectId(object),
          message,
          hint,
        }),
      );
    },
    diagnostics: () => found,
    isCalm: () => isCalm,
  };
}

/** What depends on an object that may yet be there is no more in error than that object. */
function passedOn(rule: RuleId): RuleId {
  return infoOf(rule).severity === "error" ? "broken-reference" : rule;
}

function identityOf({ place, says }: Cause): string {
  return `${place.document.file} ${place.span.start} ${says}`;
}

import { shorten } from "../shorten.ts";
import { compose } from "./compose.ts";
import { construct } from "./construct.ts";
import { wording, YamlFailure } from "./failure.ts";
import { hintFor } from "./hints.ts";
import type { YamlReading } from "./parse-yaml.ts";
import type { RawDocument } from "./raw.ts";
import { findForbidden, readerFailure } from "./reader.ts";
import { openScanner, type Scanner } from "./scanner.ts";
import { unreadContent } from "./unread.ts";

/** Reads a text token by token as yaml.v3 goes: what `readSimple` is held against. */
export function parseAnyYaml(text: string): YamlReading {
  const scanner = openScanner(text);
  const forbidden = findForbidden(text);
  let document: RawDocument;
  try {
    document = compose(scanner);
    failIfReached(scanner, forbidden);
  } catch (error) {
    return refused(reachFailure(scanner, forbidden) ?? expected(error), text);
  }
  try {
    const { root, errors, problems } = construct(document, text);
    const refusal = errors.length === 0 ? null : `yaml: unmarshal errors:\n  ${errors.join("\n  ")}`;
    return { root, problems: [...problems, ...unreadContent(text, document.end)], refusal };
  } catch (error) {
    return refused(expected(error), text);
  }
}

/** A text's mistake, or a mistake of ours, which goes on. */
function expected(error: unknown): YamlFailure {
  if (error instanceof YamlFailure) return error;
  throw error;
}

function refused(failure: YamlFailure, text: string): YamlReading {
  const message = wording(failure, text, failure.told);
  const start = Math.min(failure.start, text.length);
  const span = { start, end: Math.min(Math.max(failure.end, start), text.length) };
  const rule = failure.stage === "crash" ? "yaml-crash" : "yaml-syntax";
  const hint = hintFor(failure, text);
  const problem = { rule, message: shorten(message), span } as const;
  return {
    root: null,
    problems: [hint === undefined ? problem : { ...problem, hint }],
    refusal: wording(failure, text),
  };
}

/** A forbidden character counts as soon as yaml.v3 has read the piece of the input that it is in. */
function reachFailure(scanner: Scanner, forbidden: number): YamlFailure | null {
  return forbidden < 0
    ? null
    : readerFailure(scanner.text, forbidden, Math.max(scanner.reach, scanner.offset + 1));
}

function failIfReached(scanner: Scanner, forbidden: number): void {
  const failure = reachFailure(scanner, forbidden);
  if (failure !== null) throw failure;
}

import { explainContent, explainMisfit, explainStranger, explainUnsupported } from "./explain.ts";
import { MOST, type Mistake } from "./mistake.ts";
import type { Span } from "./node.ts";
import type { Normalised } from "./normalise-run.ts";
import type { Path } from "./path.ts";
import type { RawTree } from "./raw-tree.ts";
import type { ConfigurationSchema } from "./schema.ts";
import { isScalar } from "./type.ts";
import { pathOf, type TypedNode } from "./typed-node.ts";

/** A node, those around it from the root down, and the steps between them. */
export interface Trail {
  readonly node: TypedNode;
  readonly around: readonly TypedNode[];
  readonly path: Path;
}

export interface Judged {
  readonly mistakes: readonly Mistake[];
  /** how many mistakes may be none, for they are in what was guessed */
  readonly guesses: number;
}

/** What the template engine could not know. */
export interface Unknown {
  /** whether a stretch of the parsed text was guessed */
  readonly isGuessed: (span: Span) => boolean;
  /** some of the file may be missing, or there, for a condition was guessed */
  readonly conditions: boolean;
}

/**
 * Judges a file by the schema. JSON Schema says where something is wrong; what is wrong there, and in which words,
 * follows from the node and its type. Every mistake is told once, however many of the schema's words it offends.
 */
export function judgeStructure(
  schema: ConfigurationSchema,
  tree: RawTree,
  { root, replaced, misfits }: Normalised,
  unknown: Unknown,
): Judged {
  const mistakes = tree.unsupported.slice(0, MOST).map((value) => explainUnsupported(value, root));
  for (const place of misfits.slice(0, MOST)) {
    mistakes.push(explainContent(place.raw, place.field, pathOf(place)));
  }
  let guesses = 0;
  const owners = new Set(tree.unsupported.map(({ owner }) => owner));
  for (const judged of [root, ...replaced]) {
    const seen = new Set<string>();
    for (const { keyword, instancePath } of schema.judge(judged.instance)) {
      if (mistakes.length >= MOST) break;
      const strangers = keyword === "additionalProperties";
      const place = strangers ? `${instancePath} strangers` : instancePath;
      if (seen.has(place)) continue;
      seen.add(place);
      const trail = follow(judged, instancePath);
      if (strangers)
        mistakes.push(...trail.node.strangers.slice(0, MOST).map((raw) => explainStranger(trail, raw)));
      // a date, or what a list cannot hold, has been told already
      else if (owners.has(trail.node.raw)) continue;
      else if (mayBeNone(trail.node, unknown)) guesses++;
      else mistakes.push(explainMisfit(trail));
    }
  }
  return { mistakes, guesses };
}

/** Whether a misfit would be none if what was guessed were otherwise. */
function mayBeNone({ raw, type, instance }: TypedNode, { isGuessed, conditions }: Unknown): boolean {
  if (typeof instance === "string") return isGuessed(raw.source.span);
  const { source } = raw;
  return conditions && !isScalar(type) && source.kind === "map" && source.entries.length > 0;
}

/** Follows a JSON pointer from the root. */
function follow(root: TypedNode, pointer: string): Trail {
  const around: TypedNode[] = [];
  const path: (string | number)[] = [];
  let node = root;
  for (const segment of pointer.split("/").slice(1)) {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = node.type.kind === "list" ? Number(name) : name;
    const member = node.members.get(step);
    if (!member)
      throw new Error(`the schema judged a place that the configuration does not have: ${pointer}`);
    around.push(node);
    path.push(step);
    node = member;
  }
  return { node, around, path };
}

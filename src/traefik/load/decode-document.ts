import { compareBytes } from "../../environment/byte-order.ts";
import type { TraefikVersion } from "../versions.ts";
import { loads } from "./behaviour.ts";
import type { Struct } from "./configuration.ts";
import { decodeSimple } from "./decode-simple.ts";
import { decodeStruct } from "./decode.ts";
import { explainFlood, explainOversized } from "./explain.ts";
import { explainIgnored } from "./explain-ignored.ts";
import { explainPlugins } from "./explain-plugins.ts";
import { MOST, type Mistake } from "./mistake.ts";
import type { Entry, MapNode } from "./node.ts";
import { normalise } from "./normalise.ts";
import type { Normalised } from "./normalise-run.ts";
import type { Origins } from "./origin.ts";
import { rawTree, type RawNode, type RawTree } from "./raw-tree.ts";
import { explainRespellings } from "./respellings.ts";
import type { ConfigurationSchema } from "./schema.ts";
import { judgeStructure, type Unknown } from "./structure.ts";
import { findField } from "./type.ts";
import type { TypedNode } from "./typed-node.ts";
import { explainSections } from "./unknown-sections.ts";

export interface Decoded {
  /** null: refused, or not known well enough; with all defaults, and the way back to the nodes */
  readonly configuration: Struct | null;
  /** in no order; those that Traefik would tell have its text */
  readonly mistakes: readonly Mistake[];
  /** the sections that have a value, by their documented names */
  readonly sections: readonly string[];
  /** a guessed value decides something: the verdict may be another where Traefik runs */
  readonly guessed: boolean;
  /** each field has its documented name, and what its type asks for */
  readonly isSimple?: boolean;
}

export interface DecodeDocumentOptions {
  readonly schema: ConfigurationSchema;
  readonly version: TraefikVersion;
  /** what is there before the file is read: the defaults of the whole configuration */
  readonly base: Struct;
  readonly unknown: Unknown;
  /** reads the tree again: it is not kept for the places in it, which are seldom asked for */
  readonly again: () => MapNode;
}

/** Takes the tree of a file through Traefik's decoder, and collects every mistake on the way. */
export function decodeDocument(root: MapNode, options: DecodeDocumentOptions): Decoded {
  return decodeAsSimple(root, options) ?? decodeInFull(root, options);
}

function decodeAsSimple(root: MapNode, options: DecodeDocumentOptions): Decoded | null {
  const origins = originsOf(options);
  const configuration = decodeSimple(root, options.schema.root, options.base, origins);
  if (configuration === undefined) return null;
  origins.root = configuration;
  const sections = root.entries.map(({ key }) => key.name).toSorted(compareBytes);
  return { configuration, mistakes: [], sections, guessed: false, isSimple: true };
}

/** What `decodeDocument` does, in Traefik's own steps: nodes, types, fill. */
export function decodeInFull(root: MapNode, options: DecodeDocumentOptions): Decoded {
  const { schema, version, base, unknown } = options;
  const { known, strangers } = sectionsOf(root, schema);
  const mistakes = strangers.length > 0 ? explainSections(strangers.slice(0, MOST), schema.root) : [];
  const tree = rawTree(known);
  if (tree === null) {
    return { configuration: null, mistakes: [...mistakes, explainFlood(root)], sections: [], guessed: false };
  }
  if (tree.children.length === 0) return { configuration: base, mistakes, sections: [], guessed: false };
  const normalised = typed(root, tree, options);
  const listsInMaps = loads(version, "typedListsInMaps");
  const judged = judgeStructure(schema, tree, normalised, unknown);
  mistakes.push(
    ...judged.mistakes,
    ...explainPlugins(normalised.plugins, listsInMaps),
    ...explainRespellings(normalised.respellings),
    ...normalised.oversized.map(explainOversized),
    ...explainIgnored(normalised.ignored.filter(({ span }) => !unknown.isGuessed(span))),
  );
  const refused = judged.guesses > 0 || mistakes.some(({ text, stage }) => text !== null && stage !== "copy");
  return {
    configuration: refused ? null : fill(normalised.root, listsInMaps, options),
    mistakes,
    sections: [...normalised.root.members.keys()].map(String),
    guessed: normalised.guesses + judged.guesses > 0,
  };
}

interface Sections {
  readonly known: readonly Entry[];
  readonly strangers: readonly Entry[];
}

function sectionsOf(root: MapNode, schema: ConfigurationSchema): Sections {
  const known: Entry[] = [];
  const strangers: Entry[] = [];
  for (const entry of root.entries) (findField(schema.root, entry.key.name) ? known : strangers).push(entry);
  return { known, strangers };
}

function typed(root: MapNode, { children }: RawTree, options: DecodeDocumentOptions): Normalised {
  const { schema, version, unknown } = options;
  const top: RawNode = { name: "", text: "", children, up: null, source: root, key: root.span, order: -1 };
  return normalise(top, schema.root, {
    dottedKeys: loads(version, "dottedKeys"),
    isGuessed: unknown.isGuessed,
  });
}

function fill(root: TypedNode, listsInMaps: boolean, options: DecodeDocumentOptions): Struct {
  const origins = originsOf(options);
  const filled = decodeStruct(root, { listsInMaps, origins }, options.base);
  origins.root = filled;
  return filled;
}

function originsOf(options: DecodeDocumentOptions): Origins {
  return { read: () => typedAgain(options), root: null, places: null };
}

function typedAgain(options: DecodeDocumentOptions): TypedNode {
  const root = options.again();
  const tree = rawTree(sectionsOf(root, options.schema).known);
  if (tree === null) throw new Error("a document has grown since it was read");
  return typed(root, tree, options).root;
}

import type { Diagnostic } from "../../diagnostic.ts";
import type { TreeFile } from "../../environment/tree.ts";
import type { Struct } from "./configuration.ts";
import { decodeDocument } from "./decode-document.ts";
import { extensionOf } from "./discover.ts";
import type { Document } from "./document.ts";
import { refusalOf, report, tell } from "./findings.ts";
import type { LoadOptions, Refusal } from "./loading.ts";
import { fillGaps } from "./fill-gaps.ts";
import { makeDocument } from "./make-document.ts";
import type { MapNode } from "./node.ts";
import { readDocument, type DocumentReading, type Format } from "./read-document.ts";
import { configurationSchema } from "./schema.ts";
import { renderSimple } from "./template/render-simple.ts";
import type { TemplateContext } from "./template/context.ts";
import { renderTemplate, type Rendering, type RenderResult } from "./template/render-template.ts";
import { IDENTITY } from "./template/source-map.ts";
import { decodeText } from "./text.ts";

/** One file of the dynamic configuration: a function of its bytes and the options alone. */
export interface LoadedFile {
  readonly document: Document;
  /** null: refused, or not known well enough */
  readonly configuration: Struct | null;
  readonly diagnostics: readonly Diagnostic[];
  /** what kills Traefik only if the object comes into force: a file before may define one of its name */
  readonly ifUsed: readonly Diagnostic[];
  readonly refusal: Refusal | null;
  /** a template needs what is not known here: the verdict may be another where Traefik runs */
  readonly uncertain: boolean;
  /** no template, each value on one line, each field by its documented name: see `differsInValuesAlone` */
  readonly isPlain: boolean;
}

const NOTHING: Struct = {};

/**
 * Loads one file as Traefik's file provider does: text, template, YAML or TOML, decoder. Of its text nothing is kept:
 * it is read again where a place in it is asked for, which of most files none ever is.
 */
export function loadFile({ path, bytes }: TreeFile, options: LoadOptions): LoadedFile {
  const format: Format = extensionOf(path) === ".toml" ? "toml" : "yaml";
  const { text, encoding } = decodeText(bytes, format);
  const source = textReader(bytes, format);
  // templates work on bytes, and find no action in UTF-16; without one they are not even loaded
  const isTemplate = encoding === "utf-8" && text.includes("{{");
  const rendered = isTemplate ? render(text, templateContext(options)) : unrendered(text);
  const told = tell(rendered.problems, makeDocument(path, source, null));
  if (rendered.refusal) {
    const document = makeDocument(path, source, null);
    const { rule, words } = rendered.refusal;
    const refusal = { file: path, text: words, panics: rule === "template-crash" };
    return {
      document,
      configuration: null,
      diagnostics: told,
      ifUsed: [],
      refusal,
      uncertain: rendered.unknown,
      isPlain: false,
    };
  }
  const { rendering, reading } = readRendered(rendered, format, options.version);
  const { map } = rendering;
  const document = makeDocument(path, source, null, map);
  told.push(...tell(reading.problems, document));
  const schema = configurationSchema(options.version, "dynamic");
  const decoded =
    reading.root &&
    decodeDocument(reading.root, {
      schema,
      version: options.version,
      base: NOTHING,
      unknown: { isGuessed: map.isGuessed, conditions: rendered.problems.length > 0 },
      again: isTemplate
        ? renderingReader(rendering, format, options.version)
        : treeReader(source, format, options.version),
    });
  const mistakes = decoded?.mistakes ?? [];
  const loading = mistakes.filter(({ stage }) => stage !== "copy");
  const configuration = decoded === null ? NOTHING : decoded.configuration;
  return {
    document,
    configuration: reading.refusal === null ? configuration : null,
    diagnostics: [...told, ...report(loading, document)],
    ifUsed: report(
      mistakes.filter(({ stage }) => stage === "copy"),
      document,
    ),
    refusal: refusalOf(path, reading.refusal, loading),
    uncertain: rendered.unknown || decoded?.guessed === true,
    isPlain: !isTemplate && reading.isSimple === true && decoded?.isSimple === true,
  };
}

function textReader(bytes: Uint8Array, format: Format): () => string {
  return () => decodeText(bytes, format).text;
}

interface Rendered {
  readonly rendering: Rendering;
  readonly reading: DocumentReading;
}

/** Where a placeholder is a word that breaks the file, what it stands for may well be a number, or a flag. */
function readRendered(rendered: RenderResult, format: Format, version: LoadOptions["version"]): Rendered {
  const reading = readFilled(rendered, format, version);
  if (reading.refusal === null || !rendered.withNumbers) return { rendering: rendered, reading };
  const rendering = rendered.withNumbers();
  return { rendering, reading: readFilled(rendering, format, version) };
}

function readFilled(
  { text, map }: Rendering,
  format: Format,
  version: LoadOptions["version"],
): DocumentReading {
  const reading = readDocument(text, format, version);
  return map.holdsGuesses ? fillGaps(reading, text, map) : reading;
}

function treeReader(text: () => string, format: Format, version: LoadOptions["version"]): () => MapNode {
  return () => rootOf(readDocument(text(), format, version));
}

function renderingReader(
  rendering: Rendering,
  format: Format,
  version: LoadOptions["version"],
): () => MapNode {
  return () => rootOf(readFilled(rendering, format, version));
}

function rootOf({ root }: DocumentReading): MapNode {
  if (root === null) throw new Error("a text that held a tree holds none any more");
  return root;
}

function render(text: string, context: TemplateContext): RenderResult {
  return renderSimple(text, context) ?? renderTemplate(text, context);
}

function templateContext({ version, variables, allVariables, templates }: LoadOptions): TemplateContext {
  return {
    version,
    env: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    environment: allVariables ? "complete" : "partial",
    together: templates,
  };
}

function unrendered(text: string): RenderResult {
  return { text, map: IDENTITY, withNumbers: null, problems: [], refusal: null, unknown: false };
}

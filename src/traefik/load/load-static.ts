import { diagnose } from "../../diagnostic.ts";
import type { TreeFile } from "../../environment/tree.ts";
import type { TraefikVersion } from "../versions.ts";
import { decodeDocument } from "./decode-document.ts";
import { defaultsOf } from "./defaults.ts";
import { extensionOf } from "./discover.ts";
import type { StaticLoading } from "./loading.ts";
import { always, makeDocument } from "./make-document.ts";
import { refusalOf, report, tell } from "./findings.ts";
import { type DocumentReading, readDocument } from "./read-document.ts";
import { IDENTITY } from "./template/source-map.ts";
import { configurationSchema } from "./schema.ts";
import { decodeText } from "./text.ts";

/** JSON is read as YAML, which it is. */
const FORMATS: Readonly<Record<string, "yaml" | "toml">> = {
  ".toml": "toml",
  ".yaml": "yaml",
  ".yml": "yaml",
  ".json": "yaml",
};

const NOTHING_UNKNOWN = { isGuessed: IDENTITY.isGuessed, conditions: false };

/**
 * Loads a static configuration file as Traefik does when it starts: no template, else the same decoder. A file
 * without any section is refused.
 */
export function loadStatic(file: TreeFile, version: TraefikVersion): StaticLoading {
  const { path } = file;
  const { text, reading } = readStaticDocument(file, version);
  if (reading === null) return refuse(path, text, `unsupported file extension: ${path}`);
  if (reading.refusal === null && (reading.root?.entries.length ?? 0) === 0) {
    return refuse(path, text, `no configuration found in file: ${path}`);
  }
  const document = makeDocument(path, always(text), reading.root);
  const schema = configurationSchema(version, "static");
  const base = defaultsOf(schema.root);
  const { root } = reading;
  const decoded =
    root && decodeDocument(root, { schema, version, base, unknown: NOTHING_UNKNOWN, again: () => root });
  const diagnostics = [...tell(reading.problems, document), ...report(decoded?.mistakes ?? [], document)];
  // `configFile` alone starts Traefik, but its health check refuses the file, and so do we
  if (reading.refusal === null && decoded?.sections.every((name) => name === "configFile")) {
    const refused = refuse(path, text, `no valid configuration found in file: ${path}`);
    return { ...refused, document, diagnostics: [...diagnostics, ...refused.diagnostics] };
  }
  return {
    configuration: reading.refusal === null && decoded ? decoded.configuration : null,
    document,
    diagnostics,
    refusal: refusalOf(path, reading.refusal, decoded?.mistakes ?? []),
  };
}

/** The text of a static file, and what it says; null where its name does not tell in what format. */
export function readStaticDocument(
  { path, bytes }: TreeFile,
  version: TraefikVersion,
): { readonly text: string; readonly reading: DocumentReading | null } {
  const format = FORMATS[extensionOf(path)];
  const { text } = decodeText(bytes, format ?? "yaml");
  return { text, reading: format === undefined ? null : readDocument(text, format, version) };
}

/** A file that has nothing for Traefik. */
function refuse(file: string, source: string, text: string): StaticLoading {
  const document = makeDocument(file, always(source), null);
  const range = document.range({ start: 0, end: 0 });
  const message = `Traefik does not start: ${text}`;
  const diagnostics = [diagnose("empty-element", { file, range, message })];
  return { configuration: null, document, diagnostics, refusal: { file, text, panics: false } };
}

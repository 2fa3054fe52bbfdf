import { FILE_START } from "./environment/file-start.ts";
import { layOut, type Layout } from "./environment/layout.ts";
import { machineFilesOf } from "./environment/machine-files.ts";
import type { Reading } from "./environment/read.ts";
import type { Subject } from "./incremental/judge-again.ts";
import type { RememberedStatic } from "./incremental/memory.ts";
import { staticContent } from "./publish/content.ts";
import { objectOf } from "./publish/object-of.ts";
import { discover } from "./traefik/load/discover.ts";
import type { Document } from "./traefik/load/document.ts";
import { loadFile } from "./traefik/load/load-file.ts";
import type { LoadOptions } from "./traefik/load/loading.ts";
import type { StaticReading } from "./traefik/static/read-static.ts";
import type { JudgeOptions } from "./validate.ts";

/** What there is to judge. */
export interface Scene {
  readonly statics: RememberedStatic;
  readonly layout: Layout;
  /** the dynamic files */
  readonly subject: Subject;
  /** names all that a verdict depends on but the dynamic files and the options */
  readonly key: () => string;
  /** something was found out that holds for this very state alone */
  readonly isPassing: () => boolean;
}

/** The static file of an environment in which it was found to say nothing wrong about where the others are. */
const STANDS_FOR_KNOWN: Document = {
  file: ".",
  source: () => "",
  root: null,
  range: () => FILE_START,
  isGuessed: () => false,
  holdsGuesses: false,
};

/**
 * The scene of an environment whose static files are known, not read; null where the layout has to say something, for
 * where that belongs in the file is known to who reads it.
 */
export function knownScene(reading: Reading, options: JudgeOptions, statics: RememberedStatic): Scene | null {
  const scene = sceneOf(reading, options, { ...statics, document: STANDS_FOR_KNOWN });
  return scene.layout.diagnostics.length > 0 ? null : scene;
}

/** The scene of an environment, by what was read of its static files. */
export function sceneOf(
  { tree, diagnostics }: Reading,
  options: JudgeOptions,
  { facts, document, diagnostics: ofStatic }: Omit<StaticReading, "refusal">,
): Scene {
  const { traefikVersion: version, targetDir, loadFile: load = loadFile, advice = true } = options;
  const laidOut = layOut(tree, facts.file, targetDir, document);
  // of an environment that was not read whole nobody knows that it has nothing
  const layout =
    diagnostics.length > 0
      ? { ...laidOut, diagnostics: laidOut.diagnostics.filter(({ rule }) => rule !== "empty-configuration") }
      : laidOut;
  const files = discover(tree, layout.place);
  const paths = new Set(files.map(({ path }) => path));
  const others = tree.files.filter(({ path }) => !paths.has(path));
  const otherPaths = new Set(others.map(({ path }) => path));
  let isPassing = diagnostics.length > 0;
  // what lies at a path may depend on dynamic files, or become one
  const machine = machineFilesOf(tree, targetDir, (path) => {
    if (!otherPaths.has(path)) isPassing = true;
  });
  const check = { version, facts, files: machine, advice };
  return {
    statics: {
      // asked for by who remembers it alone
      get content() {
        return staticContent(tree);
      },
      facts,
      diagnostics: ofStatic,
    },
    layout,
    subject: { files, digestOf: objectOf, load: loadOptions(options), loadFile: load, check },
    key: () => JSON.stringify([layout.place, others.map((file) => [file.path, objectOf(file)])]),
    isPassing: () => isPassing,
  };
}

/** Work that all templates of an environment may make: what ten of the worst files may. */
const TEMPLATES = 10_000_000;

/** How the files of an environment are loaded. */
export function loadOptions({ traefikVersion, variables, allVariables = false }: JudgeOptions): LoadOptions {
  return { version: traefikVersion, variables, allVariables, templates: { left: TEMPLATES } };
}

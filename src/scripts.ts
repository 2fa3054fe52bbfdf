import { Script } from "node:vm";
import * as objects from "./publish/known-objects.ts";
import * as tiers from "./tier-up-later.ts";

/** A script of the bundle, and what V8 has made of it at build time; undefined where there is nothing for this V8. */
export interface Code {
  readonly source: string;
  readonly made: Uint8Array | undefined;
  /** named in stack traces */
  readonly file: string;
}

export interface Scripts {
  /** Runs a script of the bundle, once; returns its exports. */
  readonly run: (name: string) => unknown;
  /** what V8 has made of the scripts that were run, for the build, which keeps it */
  readonly code: () => ReadonlyMap<string, Uint8Array>;
  /** forgets what ran, so that it can run again */
  readonly forget: () => void;
}

/** What a script asks for by `part:NAME` is a script, what it asks for by `part:NAME#MODULE` a module inside. */
const PART = "part:";

/** What a script is called with. The build has put most of them into it: here that costs as much as to read one. */
export const WRAPPER = "(function(exports,require,module,__filename){";

/** Modules that there must be but once, whichever script asks for them. */
const SHARED: Readonly<Record<string, unknown>> = {
  "shared:src/tier-up-later.ts": tiers,
  "shared:src/publish/known-objects.ts": objects,
};

/**
 * Runs the scripts of the bundle. Node's own loaders would compile each anew at every start, which costs more than
 * what the hook does most of the time.
 *
 * @param read what a script's name stands for
 * @param requireBuiltIn gives Node's own modules
 */
export function makeScripts(read: (name: string) => Code, requireBuiltIn: NodeJS.Require): Scripts {
  const loaded = new Map<string, Script>();
  const done = new Map<string, unknown>();
  const require = (id: string): unknown => {
    if (!id.startsWith(PART)) return SHARED[id] ?? tiers.underOwnFlags(() => requireBuiltIn(id));
    const inside = id.indexOf("#");
    if (inside < 0) return run(id.slice(PART.length));
    return moduleOf(run(id.slice(PART.length, inside)), id.slice(inside + 1));
  };
  function run(name: string): unknown {
    if (done.has(name)) return done.get(name);
    const { source, made, file } = read(name);
    const script = loaded.get(name) ?? compile(source, made, file);
    loaded.set(name, script);
    const module = { exports: {} };
    script.runInThisContext()(module.exports, require, module, file);
    done.set(name, module.exports);
    return module.exports;
  }
  return {
    run,
    code: () =>
      tiers.underOwnFlags(
        () => new Map([...loaded].map(([name, script]) => [name, script.createCachedData()])),
      ),
    forget: () => {
      done.clear();
    },
  };
}

function compile(source: string, cachedData: Uint8Array | undefined, filename: string): Script {
  const wrapped = source.startsWith(WRAPPER) ? source : `${WRAPPER}${source}\n})`;
  return tiers.underOwnFlags(() => new Script(wrapped, { filename, ...(cachedData && { cachedData }) }));
}

/** A part exports its modules as functions, each of which runs its module when it is first asked for. */
function moduleOf(part: unknown, name: string): unknown {
  if (typeof part !== "object" || part === null || !("modules" in part))
    throw new Error(`no modules in ${name}`);
  const modules = part.modules as Readonly<Record<string, () => unknown>>;
  const module = modules[name];
  if (module === undefined) throw new Error(`the bundle has no ${name}`);
  return module();
}

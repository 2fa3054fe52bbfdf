import { structOf, textOf } from "../check/values.ts";
import type { Struct } from "../load/configuration.ts";

/** A declaration in `experimental.plugins` or `.localPlugins` over which Traefik gives up all plugins. */
export interface BrokenDeclaration {
  readonly path: readonly [list: "plugins" | "localPlugins", name: string, ...field: string[]];
  readonly message: string;
  /** Traefik's own words; missing where it has more to say than is worth knowing */
  readonly text?: string;
}

/** Names of the plugins that can be used: one broken declaration and there is none, local or not. */
export function pluginsOf(experimental: Struct): ReadonlySet<string> {
  if (brokenDeclarations(experimental).length > 0) return new Set();
  return new Set([...namesIn(experimental, "plugins"), ...namesIn(experimental, "localPlugins")]);
}

/** What Traefik refuses before it downloads anything; what the download or a local folder brings is not known here. */
export function brokenDeclarations(experimental: Struct): readonly BrokenDeclaration[] {
  const local = new Set(namesIn(experimental, "localPlugins"));
  const shared = namesIn(experimental, "plugins").filter((name) => local.has(name));
  return [
    ...shared.map((name): BrokenDeclaration => ({
      path: ["localPlugins", name],
      message: `the plugin's name "${name}" must be unique, and is in plugins and in localPlugins`,
      text: `the plugin's name "${name}" must be unique`,
    })),
    ...brokenIn(experimental, "plugins"),
    ...brokenIn(experimental, "localPlugins"),
  ];
}

function brokenIn(experimental: Struct, list: "plugins" | "localPlugins"): BrokenDeclaration[] {
  const broken: BrokenDeclaration[] = [];
  const modules = new Map<string, string>();
  for (const name of namesIn(experimental, list)) {
    const descriptor = structOf(structOf(experimental, list) ?? {}, name) ?? {};
    const module = textOf(descriptor, "moduleName");
    const former = modules.get(module);
    modules.set(module, former ?? name);
    if (module === "") broken.push({ path: [list, name], message: `plugin ${name} has no moduleName` });
    else if (!isModulePath(module)) {
      const message = `plugin ${name}: "${module}" is no Go module path`;
      broken.push({ path: [list, name, "moduleName"], message });
    } else if (former !== undefined) {
      broken.push({
        path: [list, name, "moduleName"],
        message: `plugin ${name} is the module of plugin ${former}; only one version of it is allowed`,
        text: `${SETUP}only one version of a plugin is allowed, there is a duplicate of ${module}`,
      });
    }
    if (list === "plugins" && textOf(descriptor, "version") === "") {
      broken.push({
        path: [list, name],
        message: `plugin ${name} has no version`,
        text: `${SETUP}${name}: plugin version is missing`,
      });
    }
  }
  return broken;
}

const SETUP = "unable to set up plugins environment: invalid configuration: ";

function namesIn(experimental: Struct, list: "plugins" | "localPlugins"): string[] {
  return Object.keys(structOf(experimental, list) ?? {});
}

/** golang.org/x/mod's CheckPath, but for names that Windows reserves. */
function isModulePath(path: string): boolean {
  const [host = "", ...rest] = path.split("/");
  return (
    /^[a-z0-9.][a-z0-9.-]*$/.test(host) &&
    host.includes(".") &&
    [host, ...rest].every((element) => /^[\w~-](?:[\w.~-]*[\w~-])?$/.test(element))
  );
}

import { flagOf, structOf } from "../../check/values.ts";
import { brokenDeclarations } from "../declared-plugins.ts";
import type { StaticFault, StaticSubject } from "../fault.ts";

/** Plugins: one broken declaration switches all of them off, or keeps Traefik from starting if it is told to. */
export function checkPlugins(subject: StaticSubject): StaticFault[] {
  const experimental = structOf(subject.configuration, "experimental") ?? {};
  const aborts = flagOf(experimental, "abortOnPluginFailure");
  const broken = brokenDeclarations(experimental).map(({ path, message, text }): StaticFault => {
    const at = ["experimental", ...path];
    if (!aborts) {
      return {
        rule: "plugin-declaration",
        path: at,
        message: `${message}: Traefik goes on without any plugin`,
      };
    }
    return {
      rule: "static-value",
      path: at,
      message: `${message}: with abortOnPluginFailure Traefik does not start`,
      ...(text === undefined ? {} : { text: `plugin: failed to create plugin builder: ${text}` }),
    };
  });
  return broken.length > 0 ? broken : checkPluginProviders(subject);
}

/** A provider of a plugin that is not declared; Traefik does not look where plugins failed. */
function checkPluginProviders({ configuration, facts }: StaticSubject): StaticFault[] {
  const plugins = structOf(structOf(configuration, "providers") ?? {}, "plugin") ?? {};
  return Object.keys(plugins)
    .filter((name) => !facts.plugins.has(name))
    .map((name) => ({
      rule: "static-value",
      path: ["providers", "plugin", name],
      message: `providers.plugin.${name} is a plugin that experimental.plugins does not declare`,
      text: `plugin: failed to build provider: unknown plugin type: ${name}`,
    }));
}

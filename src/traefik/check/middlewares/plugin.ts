import { nearest } from "../../../nearest.ts";
import { blame, type MiddlewareCheck } from "./context.ts";

/** A plugin must be one, and declared in the static configuration; what it makes of its values only it knows. */
export const plugin: MiddlewareCheck = (config, context) => {
  const names = Object.keys(config);
  const { facts } = context.bench;
  if (names.length !== 1) {
    const text = "plugin: invalid configuration: no configuration or too many plugin definition";
    const says = names.length === 0 ? "it names no plugin" : `it names several plugins: ${names.join(", ")}`;
    return blame(context, text, { rule: "unknown-plugin", at: [config], says });
  }
  const [name = ""] = names;
  if (name === "") {
    const found = { rule: "unknown-plugin", at: [config, name], says: "its plugin has no name" } as const;
    return blame(context, "plugin: missing plugin type", found);
  }
  if (!facts.known || facts.plugins.has(name)) return [];
  const near = nearest(name, facts.plugins);
  return blame(context, `plugin: unknown plugin type: ${name}`, {
    rule: "unknown-plugin",
    at: [config, name, "name"],
    says: `plugin "${name}" is not declared in the static configuration`,
    hint:
      near === null
        ? "declare it under experimental.plugins or experimental.localPlugins"
        : `did you mean "${near}"?`,
  });
};

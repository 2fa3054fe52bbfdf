import {
  isList,
  isStruct,
  type DynamicConfiguration,
  type LoadedObject,
  type Value,
} from "./load/configuration.ts";

/** What an object names of its own provider, as `http.services.shop`. */
export function referencesOf({ kind, value }: LoadedObject): string[] {
  const protocol = kind.slice(0, kind.indexOf("."));
  const found = new Set<string>();
  const refer = (section: string, name: Value | undefined): void => {
    const own = typeof name === "string" ? ownName(name) : null;
    if (own !== null) found.add(`${section}.${own}`);
  };
  const walk = (node: Value | undefined, field: string): void => {
    if (isList(node)) for (const item of node) walk(item, field);
    if (!isStruct(node)) return;
    for (const [name, member] of Object.entries(node)) {
      // a plugin's configuration and plain maps of texts hold no reference
      if (name === "plugin" || name === "headers") continue;
      if (name === "service" || name === "fallback") refer(`${protocol}.services`, member);
      else if (name === "serversTransport") refer(`${protocol}.serversTransports`, member);
      else if (name === "options" && field === "tls") refer("tls.options", member);
      else if (name === "name" && (field === "services" || field === "mirrors"))
        refer(`${protocol}.services`, member);
      else if (name === "middlewares" && isList(member))
        for (const item of member) refer(`${protocol}.middlewares`, item);
      else if (name === "parentRefs" && isList(member))
        for (const item of member) refer(`${protocol}.routers`, item);
      walk(member, name);
    }
  };
  walk(value, "");
  return [...found];
}

/** Every object of a configuration under its full name. */
export function allObjects({ objects }: DynamicConfiguration): Map<string, LoadedObject> {
  const named = Object.values(objects).flatMap((ofKind) =>
    [...ofKind.values()].map((object) => [`${object.kind}.${object.name}`, object] as const),
  );
  return new Map(named);
}

/** The name of an object of the file provider: without `@file`; null for another provider's. */
function ownName(name: string): string | null {
  if (name.endsWith("@file")) return name.slice(0, -"@file".length);
  return name.includes("@") ? null : name;
}

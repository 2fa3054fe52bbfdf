import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Integer } from "../../go/result.ts";
import { NONE_YET, type Subject } from "../ledger.ts";
import { qualify, storedName } from "../names.ts";
import { NO_NAME, type Reference, WrittenName } from "../references.ts";
import { integerOf, listOf, structOf, textOf, textsOf } from "../values.ts";

/** A router as Traefik runs it: what the file says and what entry points and conflicts made of it. */
export interface HttpRouter extends Subject {
  readonly entryPoints: readonly string[];
  readonly rule: string;
  readonly ruleSyntax: string;
  readonly priority: Integer;
  readonly service: Reference;
  readonly middlewares: readonly Reference[];
  readonly tls: RouterTls | null;
  /** qualified; null: a root router */
  readonly parents: readonly Reference[] | null;
  readonly observability: boolean;
  /** its TLS options conflict with those of another router on its entry point */
  readonly isConflicted: boolean;
}

export interface RouterTls {
  readonly options: Reference;
  readonly certResolver: Reference;
  /** the options that are applied, by qualified name: other than `options` where those conflict */
  readonly resolved: string;
}

/** The name of the options that every router with tls has who names none. */
export const DEFAULT_OPTIONS = "default";

/** The qualified name of the options that a router asks for. */
export function wantedOptions(holder: string, options: Reference): string {
  return options.name === "" || options.name === DEFAULT_OPTIONS
    ? DEFAULT_OPTIONS
    : qualify(options.name, holder);
}

/** A router of a file. */
export function httpRouterOf(source: LoadedObject, defaults: readonly string[]): HttpRouter {
  const { value } = source;
  const name = storedName(source.name);
  const named = textsOf(value, "entryPoints");
  const parents = listed(value, "parentRefs").map(({ name: parent, at }) => ({
    name: qualify(parent, name),
    at,
  }));
  const isRoot = parents.length === 0;
  const tls = structOf(value, "tls");
  return {
    name,
    source,
    status: "enabled",
    texts: NONE_YET,
    causes: NONE_YET,
    entryPoints: named.length === 0 && isRoot ? defaults : named,
    rule: textOf(value, "rule"),
    ruleSyntax: textOf(value, "ruleSyntax"),
    priority: integerOf(value, "priority"),
    service: new WrittenName(textOf(value, "service"), value, "service"),
    middlewares: listed(value, "middlewares"),
    tls: tls ? tlsOf(tls, name) : null,
    parents: isRoot ? null : parents,
    observability: structOf(value, "observability") !== undefined,
    isConflicted: false,
  };
}

function tlsOf(tls: Struct, holder: string): RouterTls {
  const options = new WrittenName(textOf(tls, "options"), tls, "options");
  const resolver = textOf(tls, "certResolver");
  return {
    options,
    certResolver: resolver === "" ? NO_NAME : new WrittenName(resolver, tls, "certResolver"),
    resolved: wantedOptions(holder, options),
  };
}

/** A list of names as references that know their places. */
export function listed(value: LoadedObject["value"], field: string): readonly Reference[] {
  const list = listOf(value, field);
  return textsOf(value, field).map((name, index) => new WrittenName(name, list, index));
}

/** The same router under another name or on other entry points, with nothing found yet. */
export function variant(router: HttpRouter, changes: Partial<HttpRouter>): HttpRouter {
  return { ...router, ...changes, texts: NONE_YET, causes: NONE_YET, status: "enabled" };
}

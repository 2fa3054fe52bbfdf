import { keyOf, type LoadedObject, type ObjectKind } from "../load/configuration.ts";
import type { RuleId } from "../../rules.ts";
import type { Bench } from "./bench.ts";
import { fault, type Blame, type Fault } from "./fault.ts";
import type { Subject } from "./ledger.ts";
import { nearest } from "../../nearest.ts";
import { clip } from "../load/clip.ts";
import { LONGEST_NAME, nounOf } from "../load/object-kind.ts";
import { providerOf, writtenName } from "./names.ts";

/** A name by which one object means another, and where it stands; nowhere: it comes from the static configuration. */
export interface Reference {
  readonly name: string;
  readonly at?: Blame["at"];
}

/**
 * A name that stands in a container. Where it stands is put together when there is a fault: kept ready for each of so
 * many names it would outweigh them.
 */
export class WrittenName implements Reference {
  readonly name: string;
  private readonly container: object;
  private readonly member: string | number;

  constructor(name: string, container: object, member: string | number) {
    this.name = name;
    this.container = container;
    this.member = member;
  }

  get at(): Reference["at"] {
    return [this.container, this.member];
  }
}

/** A name that is not given. */
export const NO_NAME: Reference = { name: "" };

/** The providers whose objects a file may name, but which no file can hold. */
const OTHER_PROVIDERS = new Set([
  "consul",
  "consulcatalog",
  "docker",
  "ecs",
  "etcd",
  "hub",
  "http",
  "knative",
  "kubernetes",
  "kubernetescrd",
  "kubernetesgateway",
  "kubernetesingressnginx",
  "nomad",
  "redis",
  "rest",
  "swarm",
  "zookeeper",
]);

/** Providers that qualify objects with a namespace too: `consulcatalog-team`. */
const NAMESPACED = /^(?:consul|consulcatalog|nomad|plugin)-/;

const RULE: Partial<Record<ObjectKind, RuleId>> = {
  "http.routers": "unknown-parent-router",
  "http.services": "unknown-service",
  "http.middlewares": "unknown-middleware",
  "http.serversTransports": "unknown-servers-transport",
  "tcp.services": "unknown-service",
  "tcp.middlewares": "unknown-middleware",
  "tcp.serversTransports": "unknown-servers-transport",
  "udp.services": "unknown-service",
  "tls.options": "unknown-tls-options",
};

/**
 * Whether a name may yet be defined: by the provider that it claims, or by a file whose template only guesses names
 * here.
 */
export function maybeElsewhere(
  { facts, configuration }: Bench,
  kind: ObjectKind,
  qualified: string,
): boolean {
  const provider = providerOf(qualified);
  if (provider === "file" && hasGuessedNames(configuration, kind)) return true;
  return isOtherProvider(provider) && (!facts.known || isEnabled(facts.providers, provider));
}

function hasGuessedNames({ objects }: Bench["configuration"], kind: ObjectKind): boolean {
  for (const object of objects[kind].values()) {
    if (object.document.holdsGuesses && object.document.isGuessed(keyOf(object))) return true;
  }
  return false;
}

function isOtherProvider(provider: string): boolean {
  return OTHER_PROVIDERS.has(provider) || NAMESPACED.test(provider);
}

function isEnabled(providers: ReadonlySet<string>, provider: string): boolean {
  if (providers.has(provider)) return true;
  const [family = ""] = provider.split("-", 1);
  return family !== "plugin" && provider !== family && providers.has(family);
}

/** The fault of a name that no object bears. */
export function unknownName(
  bench: Bench,
  kind: ObjectKind,
  reference: Reference,
  qualified: string,
  owner: LoadedObject,
  text: string,
): Fault {
  const provider = providerOf(qualified);
  const noun = nounOf(kind);
  const named = clip(reference.name, LONGEST_NAME);
  if (isOtherProvider(provider)) {
    const says = `${noun} "${named}" comes from provider ${provider}, which the static configuration does not enable`;
    const hint = `enable providers.${provider} there, or name ${article(noun)} of a file`;
    return fault(text, { rule: "unknown-provider", owner, at: reference.at, says, hint });
  }
  const foreign = !reference.name.includes("@") && provider !== "file";
  const says = foreign
    ? `${noun} "${clip(qualified, LONGEST_NAME)}" does not exist: for the @ in its own name Traefik looks for "${named}" there`
    : `${noun} "${named}" does not exist`;
  return fault(text, {
    rule: RULE[kind] ?? "unknown-service",
    owner,
    at: reference.at,
    says,
    hint: foreign ? `write "${named}@file"` : suggest(bench, kind, reference.name, qualified),
  });
}

/** So many names are compared with so many others; beyond that a gateway has other troubles than a slip. */
const MAX_COMPARISONS = 100_000;

/** The one of some names that was most likely meant by one that nothing bears; null where none is near enough. */
export function meantBy(
  { effort }: Pick<Bench, "effort">,
  written: string,
  names: Iterable<string>,
  count: number,
): string | null {
  effort.comparisons += count;
  return effort.comparisons > MAX_COMPARISONS ? null : nearest(written, names);
}

function suggest(
  { subjects, effort }: Bench,
  kind: ObjectKind,
  written: string,
  qualified: string,
): string | null {
  effort.comparisons += subjects[kind].size;
  if (effort.comparisons > MAX_COMPARISONS) return null;
  const names = [...subjects[kind].values()].map(({ name }) => writtenName(name));
  const near = nearest(written, names) ?? nearest(writtenName(qualified), names);
  if (near !== null) return `did you mean "${near}"?`;
  const member = kind.slice(kind.indexOf(".") + 1);
  for (const other of ["http", "tcp", "udp"] as const) {
    const kinds = `${other}.${member}` as ObjectKind;
    if (kinds !== kind && subjects[kinds]?.has(qualified))
      return `there is ${article(nounOf(kinds))} of that name, but only ${article(nounOf(kind))} will do here`;
  }
  const plain = writtenName(qualified);
  if (plain.includes("@") && names.includes(plain.split("@", 1)[0]!))
    return `"${plain.split("@", 1)[0]}" of the files is found without "@", or as "${plain.split("@", 1)[0]}@file"`;
  if (names.length === 0) return `no ${nounOf(kind)} is defined at all`;
  if (names.length > 8) return null;
  return `there are: ${names
    .toSorted()
    .map((name) => clip(name, LONGEST_NAME))
    .join(", ")}`;
}

function article(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** The object that a qualified name means. */
export function find(bench: Bench, kind: ObjectKind, qualified: string): Subject | undefined {
  return bench.subjects[kind].get(qualified);
}

import {
  isList,
  isStruct,
  OBJECT_KINDS,
  type LoadedObject,
  type ObjectKind,
  type Struct,
  type Value,
} from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { describe, qualify, storedName, writtenName } from "../names.ts";

const PROTOCOLS = ["http", "tcp", "udp"] as const;
type Protocol = (typeof PROTOCOLS)[number];
type Kind = "services" | "middlewares";

/** Fields that name other objects, by the last of their path; what stands there may be a text or a list of texts. */
const REFERENCES: Readonly<Record<string, Kind>> = {
  service: "services",
  fallback: "services",
  name: "services",
  middlewares: "middlewares",
};

/** Services and middlewares that no router leads to; other providers' objects may use them all the same. */
export function adviseUnused({ configuration, facts, ledger }: Bench): void {
  const { objects } = configuration;
  const used = new Set<LoadedObject>();
  const queue: LoadedObject[] = PROTOCOLS.flatMap((protocol) => [...objects[`${protocol}.routers`].values()]);

  const use = (protocol: Protocol, kind: Kind, name: string, holder: string): void => {
    const key: string = `${protocol}.${kind}`;
    const qualified = qualify(name, holder);
    if (!isKind(key) || !qualified.endsWith("@file")) return;
    const object = objects[key].get(writtenName(qualified));
    if (!object || used.has(object)) return;
    used.add(object);
    queue.push(object);
  };
  for (const { middlewares } of facts.entryPoints.values())
    for (const name of middlewares) use("http", "middlewares", name, "@file");
  for (let object = queue.pop(); object; object = queue.pop()) {
    const { name, kind } = object;
    const protocol = PROTOCOLS.find((one) => kind.startsWith(one)) ?? "http";
    visit(object.value, (field, value) => {
      const meant = Object.hasOwn(REFERENCES, field) ? REFERENCES[field] : undefined;
      if (meant) for (const each of textsIn(value)) use(protocol, meant, each, storedName(name));
    });
  }
  for (const [kind, rule] of KINDS) {
    for (const object of objects[kind].values()) {
      if (used.has(object)) continue;
      ledger.remark(rule, {
        place: { document: object.document, span: object.key },
        object,
        message: `${describe(object)} is used by no router of the files`,
        hint: `remove it, unless another provider's objects name it as "${object.name}@file"`,
      });
    }
  }
}

const KINDS = [
  ["http.services", "unused-service"],
  ["tcp.services", "unused-service"],
  ["udp.services", "unused-service"],
  ["http.middlewares", "unused-middleware"],
  ["tcp.middlewares", "unused-middleware"],
] as const;

function visit(struct: Struct, see: (field: string, value: Value) => void): void {
  for (const [field, value] of Object.entries(struct)) {
    if (value === undefined || field === "plugin" || field === "sticky") continue;
    see(field, value);
    if (isStruct(value)) visit(value, see);
    else if (isList(value)) for (const item of value) if (isStruct(item)) visit(item, see);
  }
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

function isKind(key: string): key is ObjectKind {
  return OBJECT_KINDS.some((kind) => kind === key);
}

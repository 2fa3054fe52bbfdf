import type { ObjectKind, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { structOf, textOf } from "../values.ts";

interface Deprecation {
  readonly kind: ObjectKind;
  /** the struct that holds the field, as a path from the object */
  readonly path: readonly string[];
  readonly field: string;
  readonly instead: string;
}

/** Fields that Traefik still takes, with a warning in its log. */
const DEPRECATED: readonly Deprecation[] = [
  { kind: "http.routers", path: [], field: "ruleSyntax", instead: "write the rule in the syntax of v3" },
  { kind: "tcp.routers", path: [], field: "ruleSyntax", instead: "write the rule in the syntax of v3" },
  { kind: "http.middlewares", path: [], field: "ipWhiteList", instead: "write ipAllowList" },
  { kind: "tcp.middlewares", path: [], field: "ipWhiteList", instead: "write ipAllowList" },
  {
    kind: "http.middlewares",
    path: ["contentType"],
    field: "autoDetect",
    instead: "remove it: the middleware itself switches detection on",
  },
  {
    kind: "http.middlewares",
    path: ["stripPrefix"],
    field: "forceSlash",
    instead: "remove it: the slash is always kept",
  },
  ...["sslRedirect", "sslTemporaryRedirect"].map((field) => ({
    kind: "http.middlewares" as const,
    path: ["headers"],
    field,
    instead: "it does nothing since v3: redirect at the entry point, or with redirectScheme",
  })),
  ...["sslHost", "sslForceHost"].map((field) => ({
    kind: "http.middlewares" as const,
    path: ["headers"],
    field,
    instead: "it does nothing since v3: write redirectRegex",
  })),
  {
    kind: "http.middlewares",
    path: ["headers"],
    field: "featurePolicy",
    instead: "it does nothing since v3: write permissionsPolicy",
  },
  {
    kind: "http.middlewares",
    path: ["forwardAuth", "tls"],
    field: "caOptional",
    instead: "remove it: it has no effect",
  },
  {
    kind: "tcp.services",
    path: ["loadBalancer"],
    field: "terminationDelay",
    instead: "set it in a servers transport",
  },
  {
    kind: "tcp.services",
    path: ["loadBalancer"],
    field: "proxyProtocol",
    instead: "set it in a servers transport",
  },
  {
    kind: "tls.options",
    path: [],
    field: "preferServerCipherSuites",
    instead: "remove it: it has no effect",
  },
];

/** Fields on their way out. */
export function adviseDeprecated({ configuration, ledger }: Bench): void {
  for (const { kind, path, field, instead } of DEPRECATED) {
    for (const object of configuration.objects[kind].values()) {
      const holder = path.reduce<Struct | undefined>(
        (struct, step) => struct && structOf(struct, step),
        object.value,
      );
      if (!holder || !isWritten(holder, field)) continue;
      ledger.remark("deprecated-field", {
        place: placeOf(object, [holder, field, "name"]),
        object,
        message: `${describe(object)}: ${field} is deprecated`,
        hint: instead,
      });
    }
  }
}

function isWritten(holder: Struct, field: string): boolean {
  if (field === "ruleSyntax") return !["", "default"].includes(textOf(holder, field));
  return holder[field] !== undefined;
}

import { structOf, textOf } from "../../check/values.ts";
import { quote } from "../../go/strconv.ts";
import { starts } from "../behaviour.ts";
import type { StaticFault, StaticSubject } from "../fault.ts";

/** Settings of Traefik as a whole that it does not start with: core, api, ocsp. */
export function checkSettings(subject: StaticSubject): StaticFault[] {
  return [...checkRuleSyntax(subject), ...checkBasePath(subject), ...checkOcsp(subject)];
}

function checkRuleSyntax({ configuration }: StaticSubject): StaticFault[] {
  const core = structOf(configuration, "core");
  const syntax = core && textOf(core, "defaultRuleSyntax");
  if (syntax === undefined || syntax === "v2" || syntax === "v3") return [];
  return [
    {
      rule: "static-value",
      path: ["core", "defaultRuleSyntax"],
      message: `core.defaultRuleSyntax cannot be ${quote(syntax)}`,
      hint: "write v3, or leave it away",
      text: `unsupported default rule syntax configuration: ${quote(syntax)}`,
    },
  ];
}

function checkBasePath({ configuration, version }: StaticSubject): StaticFault[] {
  const path = structOf(configuration, "api")?.["basePath"];
  if (typeof path !== "string") return [];
  const asUrl = starts(version, "urlBasePath");
  // Go's $ is the end of the text, a newline before it does not match
  if (asUrl ? /^\/[a-zA-Z0-9/_.:~-]*$/.test(path) : path.startsWith("/")) return [];
  return [
    {
      rule: "static-value",
      path: ["api", "basePath"],
      message: `api.basePath cannot be ${quote(path)}`,
      hint: path.startsWith("/") ? "only letters, digits and / _ . : ~ -" : `did you mean "/${path}"?`,
      text: `API basePath must be a valid absolute ${asUrl ? "URL path" : "path"}`,
    },
  ];
}

function checkOcsp({ configuration }: StaticSubject): StaticFault[] {
  const overrides = structOf(structOf(configuration, "ocsp") ?? {}, "responderOverrides") ?? {};
  return Object.keys(overrides)
    .filter((responder) => overrides[responder] === "")
    .map((responder) => ({
      rule: "static-value",
      path: ["ocsp", "responderOverrides", responder],
      message: `ocsp.responderOverrides says nothing for ${responder}`,
      text: `OCSP responder override value for ${responder} cannot be empty`,
    }));
}

import { integerOf, structOf, textOf } from "../../check/values.ts";
import type { Struct } from "../../load/configuration.ts";
import { quote } from "../../go/strconv.ts";
import { starts } from "../behaviour.ts";
import type { StaticFault, StaticSubject } from "../fault.ts";

/** Certificate resolvers: what keeps Traefik from starting, and what a resolver never works with. */
export function checkResolvers({ configuration, version }: StaticSubject): StaticFault[] {
  const resolvers = structOf(configuration, "certificatesResolvers") ?? {};
  const faults = Object.keys(resolvers).flatMap((name) =>
    checkResolver(name, structOf(resolvers, name) ?? {}),
  );
  return starts(version, "oneEmail") ? [...faults, ...checkEmails(resolvers)] : faults;
}

function checkResolver(name: string, resolver: Struct): StaticFault[] {
  const path = ["certificatesResolvers", name];
  const acme = structOf(resolver, "acme");
  if (!acme) return [];
  if (structOf(resolver, "tailscale")) {
    return [
      {
        rule: "static-conflict",
        path: [...path, "tailscale"],
        message: `certificate resolver ${name} has acme and tailscale, and can have only one of them`,
        text: `unable to initialize certificates resolver ${quote(name)}, as ACME and Tailscale providers are mutually exclusive`,
      },
    ];
  }
  if (textOf(acme, "storage") === "") {
    return [
      {
        rule: "static-value",
        path: [...path, "acme", "storage"],
        message: `certificate resolver ${name} has no storage for its certificates`,
        hint: "name a file, or leave storage away for acme.json",
        text: `unable to initialize certificates resolver ${quote(name)} with no storage location for the certificates`,
      },
    ];
  }
  return checkAcme(name, [...path, "acme"], acme);
}

function checkAcme(name: string, path: readonly string[], acme: Struct): StaticFault[] {
  const useless = (field: readonly string[], message: string, hint?: string): StaticFault => ({
    rule: "cert-resolver-unusable",
    path: [...path, ...field],
    message: `certificate resolver ${name} ${message}`,
    hint: hint ?? null,
  });
  if (integerOf(acme, "certificatesDuration") < 1) {
    return [useless(["certificatesDuration"], "is skipped: its certificates would last less than an hour")];
  }
  if (BigInt(integerOf(acme, "clientTimeout")) < BigInt(integerOf(acme, "clientResponseHeaderTimeout"))) {
    return [
      useless(["clientTimeout"], "is skipped: its clientTimeout is below its clientResponseHeaderTimeout"),
    ];
  }
  if (!hasChallenge(acme)) {
    const hint = "it needs httpChallenge with an entryPoint, dnsChallenge with a provider, or tlsChallenge";
    return [useless([], "has no challenge, and so never gets a certificate", hint)];
  }
  return [];
}

function hasChallenge(acme: Struct): boolean {
  return (
    structOf(acme, "tlsChallenge") !== undefined ||
    textOf(structOf(acme, "httpChallenge") ?? {}, "entryPoint") !== "" ||
    textOf(structOf(acme, "dnsChallenge") ?? {}, "provider") !== ""
  );
}

/** Until 3.1 all resolvers must have the same email. */
function checkEmails(resolvers: Struct): StaticFault[] {
  const emails = Object.keys(resolvers).flatMap((name) => {
    const acme = structOf(structOf(resolvers, name) ?? {}, "acme");
    return acme ? [{ name, email: textOf(acme, "email") }] : [];
  });
  const [first] = emails;
  const other = emails.find(({ email }) => email !== first?.email);
  if (!first || !other) return [];
  return [
    {
      rule: "static-conflict",
      path: ["certificatesResolvers", other.name, "acme", "email"],
      message: `certificate resolvers ${first.name} and ${other.name} have different emails, which Traefik allows since 3.2`,
      text: `unable to initialize certificates resolver ${quote(other.name)}, as all ACME resolvers must use the same email`,
    },
  ];
}

import { readFileOrContent } from "../check/machine-files.ts";
import type { Running } from "../check/running.ts";
import { certificateNames, keyPairError } from "../check/tls/certificates.ts";
import { flagOf, structOf, textOf, textsOf } from "../check/values.ts";
import type { Struct } from "../load/configuration.ts";
import type { StaticFacts } from "../static/facts.ts";
import type { TlsOptions } from "./gateway.ts";

/** The TLS options of the files by qualified name. */
export function tlsOptionsOf({ subjects, files }: Running): ReadonlyMap<string, TlsOptions> {
  const options = new Map<string, TlsOptions>();
  for (const [name, { source }] of subjects["tls.options"]) {
    const value = source?.value ?? {};
    const auth = structOf(value, "clientAuth") ?? {};
    // what exists but cannot be read is dropped when the file is loaded
    const authorities = textsOf(auth, "caFiles").filter(
      (file) => readFileOrContent(files, file)?.kind !== "unreadable",
    );
    const verified = authorities.length > 0 ? "RequireAndVerifyClientCert" : "NoClientCert";
    const clientAuth = textOf(auth, "clientAuthType") || verified;
    options.set(name, { sniStrict: flagOf(value, "sniStrict"), clientAuth });
  }
  return options;
}

/**
 * The names that the certificates of the default store are for, the only store that is ever asked.
 *
 * @returns null: there may be others, of a resolver, of another provider, or in a file that is not at hand
 */
export function knownCertificateNames({ facts, files, certificates }: Running): readonly string[] | null {
  if (!facts.known || facts.certResolvers.size > 0 || hasOtherSource(facts)) return null;
  const names: string[] = [];
  for (const { value } of certificates) {
    if (!isInDefaultStore(value)) continue;
    const certificate = readFileOrContent(files, textOf(value, "certFile"));
    const key = readFileOrContent(files, textOf(value, "keyFile"));
    if (certificate === undefined || key === undefined) return null;
    // one that cannot be used is left out
    if (certificate.kind !== "content" || key.kind !== "content") continue;
    if (keyPairError(certificate.text, key.text) === null) names.push(...certificateNames(certificate.text));
  }
  return names;
}

function isInDefaultStore(certificate: Struct): boolean {
  const stores = textsOf(certificate, "stores");
  return stores.length === 0 || (stores.includes("default") && !stores.includes("acme-tls/1"));
}

/** Labels and tags hold no certificates; whatever else a provider reads may. */
const WITHOUT_CERTIFICATES: ReadonlySet<string> = new Set([
  "file",
  "internal",
  "docker",
  "swarm",
  "ecs",
  "nomad",
  "consulcatalog",
]);

function hasOtherSource({ providers }: StaticFacts): boolean {
  return [...providers].some((provider) => !WITHOUT_CERTIFICATES.has(provider.split("-", 1)[0] ?? ""));
}

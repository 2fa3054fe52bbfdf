import { spanOf, type LoadedObject, type Struct } from "../../load/configuration.ts";
import type { Document } from "../../load/document.ts";
import type { Bench } from "../bench.ts";
import type { Place } from "../fault.ts";
import { describe } from "../names.ts";
import { readFileOrContent } from "../machine-files.ts";
import { listOf, structOf, structsOf, textOf, textsOf } from "../values.ts";
import { keyPairError } from "./certificates.ts";

/**
 * Certificates and keys that Traefik builds whether or not a router needs them. What is wrong with one stands in its
 * log alone: the certificate is missing, and clients get the default one, or none.
 */
export function checkTlsMaterial(bench: Bench): void {
  for (const { document, value } of bench.configuration.certificates) {
    const reason = pairError(bench, value);
    if (reason === null) continue;
    const message = `the certificate cannot be used: ${reason}; Traefik serves the default certificate instead`;
    bench.ledger.remark("ignored-certificate", {
      place: within(document, value, "certFile"),
      object: null,
      message,
    });
  }
  for (const store of bench.configuration.objects["tls.stores"].values()) checkStore(bench, store);
  for (const options of bench.configuration.objects["tls.options"].values())
    unreadable(bench, options, structOf(options.value, "clientAuth") ?? {}, "caFiles");
  for (const transport of bench.configuration.objects["http.serversTransports"].values())
    checkTransport(bench, transport, transport.value);
  for (const transport of bench.configuration.objects["tcp.serversTransports"].values())
    checkTransport(bench, transport, structOf(transport.value, "tls") ?? {});
}

/** What a transport trusts, and what it shows servers of itself. */
function checkTransport(bench: Bench, transport: LoadedObject, tls: Struct): void {
  unreadable(bench, transport, tls, "rootCAs");
  for (const certificate of structsOf(tls, "certificates")) {
    const reason = pairError(bench, certificate);
    if (reason === null) continue;
    const place = within(transport.document, certificate, "certFile");
    const message = `${describe(transport)}: a client certificate cannot be used and is left out: ${reason}`;
    bench.ledger.remark("ignored-certificate", { place, object: transport, message });
  }
}

function checkStore(bench: Bench, store: LoadedObject): void {
  const { document, value } = store;
  const remark = (holder: Struct, field: string, message: string): void =>
    bench.ledger.remark("ignored-certificate", {
      place: within(document, holder, field),
      object: store,
      message,
    });

  const certificate = structOf(value, "defaultCertificate");
  const reason = certificate ? pairError(bench, certificate) : null;
  if (certificate && reason !== null) {
    const message = `TLS store ${store.name}: the default certificate cannot be used: ${reason}; Traefik cuts every connection for which it has no other`;
    remark(certificate, "certFile", message);
  }
  const generated = structOf(value, "defaultGeneratedCert");
  const domain = generated && structOf(generated, "domain");
  const resolver = generated ? textOf(generated, "resolver") : "";
  if (certificate || !generated || !domain || resolver === "") return;
  if (textOf(domain, "main") === "" && textsOf(domain, "sans").length === 0)
    remark(generated, "domain", `TLS store ${store.name}: the generated certificate is for no domain`);
  else if (bench.facts.known && !bench.facts.certResolvers.has(resolver))
    bench.ledger.remark("unknown-cert-resolver", {
      place: within(document, generated, "resolver"),
      object: store,
      message: `TLS store ${store.name}: certificate resolver "${resolver}" does not exist`,
    });
}

/** Why certFile and keyFile do not make a pair; null where they do, or where it cannot be known. */
function pairError(bench: Bench, pair: Struct): string | null {
  const certificate = readFileOrContent(bench.files, textOf(pair, "certFile"));
  const key = readFileOrContent(bench.files, textOf(pair, "keyFile"));
  if (certificate?.kind === "unreadable") return certificate.reason;
  if (key?.kind === "unreadable") return key.reason;
  if (certificate?.kind !== "content" || key?.kind !== "content") return null;
  return keyPairError(certificate.text, key.text);
}

function unreadable(bench: Bench, owner: LoadedObject, holder: Struct, field: string): void {
  for (const [index, file] of textsOf(holder, field).entries()) {
    const state = readFileOrContent(bench.files, file);
    if (state?.kind !== "unreadable") continue;
    const place = within(owner.document, listOf(holder, field), index);
    const message = `a CA cannot be read and is dropped: ${state.reason}`;
    bench.ledger.remark("ignored-certificate", { place, object: owner, message });
  }
}

function within(document: Document, container: object, member: string | number): Place {
  return { document, span: spanOf(container, member) ?? { start: 0, end: 0 } };
}

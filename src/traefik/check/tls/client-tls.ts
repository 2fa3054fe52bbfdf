import type { LoadedObject, Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { fault, type Fault } from "../fault.ts";
import { findFileOrContent, type MachineFiles } from "../machine-files.ts";
import { textOf } from "../values.ts";
import { holdsCertificate, keyPairError } from "./certificates.ts";

/** What keeps Traefik from speaking TLS as a client. */
export interface ClientTlsProblem {
  /** Traefik's own words */
  readonly text: string;
  /** where it is wrong: `ca`, `cert` or `key` */
  readonly field: string;
  readonly says: string;
}

/** How Traefik itself is to speak TLS as a client (to a forwardAuth server, to Redis): ca, cert and key. */
export function checkClientTls(
  bench: Bench,
  owner: LoadedObject,
  tls: Struct,
  say: (text: string) => string,
): readonly Fault[] {
  const problem = clientTlsProblem(bench.files, tls);
  if (problem === null) return [];
  const { text, field, says } = problem;
  return [fault(say(text), { rule: "invalid-certificate", owner, at: [tls, field], says })];
}

/** The first that Traefik finds wrong with ca, cert and key; null: nothing, as far as it can be known. */
export function clientTlsProblem(files: MachineFiles, tls: Struct): ClientTlsProblem | null {
  const wrong = (text: string, field: string, says: string): ClientTlsProblem => ({ text, field, says });
  const ca = textOf(tls, "ca");
  const state = ca === "" ? undefined : findFileOrContent(files, ca);
  if (state?.kind === "unreadable")
    return wrong(`failed to read CA. ${state.reason}`, "ca", `the CA cannot be read: ${state.reason}`);
  if (state && !holdsCertificate(state.kind === "content" ? state.text : ca))
    return wrong("failed to parse CA", "ca", "the CA is neither a file that exists nor a PEM certificate");

  const cert = textOf(tls, "cert");
  const key = textOf(tls, "key");
  if ((cert === "") !== (key === ""))
    return wrong(
      "both TLS cert and key must be defined",
      cert === "" ? "key" : "cert",
      "cert and key are only of use together",
    );
  if (cert === "" || keyPairError(cert, key) === null) return null;
  const certFile = findFileOrContent(files, cert);
  if (certFile?.kind === "missing")
    return wrong(
      "cert file does not exist",
      "cert",
      "the cert is neither a file that exists nor a PEM certificate that its key fits",
    );
  const keyFile = findFileOrContent(files, key);
  if (keyFile?.kind === "missing")
    return wrong(
      "key file does not exist",
      "key",
      "the key is neither a file that exists nor a PEM key that its cert fits",
    );
  if (certFile?.kind === "unreadable")
    return wrong(certFile.reason, "cert", `the cert cannot be read: ${certFile.reason}`);
  if (keyFile?.kind === "unreadable")
    return wrong(keyFile.reason, "key", `the key cannot be read: ${keyFile.reason}`);
  const reason = certFile && keyFile && keyPairError(certFile.text, keyFile.text);
  return reason ? wrong(reason, "cert", `cert and key are no pair: ${reason}`) : null;
}

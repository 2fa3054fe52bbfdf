import type { LoadedObject } from "../../load/configuration.ts";
import { inOrder, type Bench } from "../bench.ts";
import { fault, type Fault } from "../fault.ts";
import { checkSpiffe, hasTlsSettings } from "../tls/spiffe.ts";
import { CIPHER_SUITES, TLS_VERSIONS } from "../tls/names.ts";
import { listOf, structOf, textOf, textsOf } from "../values.ts";
import { nearest } from "../../../nearest.ts";

/**
 * Transports are built whether or not a service needs them. One whose TLS settings are wrong works without any of
 * them, which only the log tells.
 */
export function checkTransports({ configuration, ledger }: Bench): void {
  for (const transport of configuration.objects["http.serversTransports"].values()) {
    for (const { cause } of checkTransport(transport))
      ledger.note({ ...cause, rule: "ignored-tls-settings" });
  }
}

function checkTransport(owner: LoadedObject): readonly Fault[] {
  const { value } = owner;
  const spiffe = structOf(value, "spiffe");
  if (!hasTlsSettings(value)) return spiffe ? checkSpiffe(owner, spiffe) : [];
  const wrong = (
    at: readonly [object, string | number],
    says: string,
    hint: string | null = null,
  ): readonly Fault[] => [
    fault("", {
      rule: "ignored-tls-settings",
      owner,
      at,
      says: `${says}; Traefik ignores all of its TLS settings`,
      hint,
    }),
  ];
  const version = (field: string): readonly Fault[] => {
    const written = textOf(value, field);
    if (written === "" || TLS_VERSIONS.includes(written)) return [];
    return wrong([value, field], `there is no TLS version "${written}"`, `one of ${TLS_VERSIONS.join(", ")}`);
  };
  return inOrder(
    () => (spiffe ? checkSpiffe(owner, spiffe) : []),
    () => (spiffe ? wrong([value, "spiffe"], "spiffe and other TLS settings exclude each other") : []),
    () => {
      const index = textsOf(value, "cipherSuites").findIndex((suite) => !CIPHER_SUITES.has(suite));
      if (index < 0) return [];
      const suite = textsOf(value, "cipherSuites")[index]!;
      const near = nearest(suite, CIPHER_SUITES);
      const says = `there is no cipher suite "${suite}"`;
      return wrong([listOf(value, "cipherSuites"), index], says, near && `did you mean "${near}"?`);
    },
    () => version("minVersion"),
    () => version("maxVersion"),
    () => {
      const [min, max] = [textOf(value, "minVersion"), textOf(value, "maxVersion")];
      if (TLS_VERSIONS.indexOf(min) <= TLS_VERSIONS.indexOf(max)) return [];
      return max === ""
        ? wrong(
            [value, "minVersion"],
            "minVersion without maxVersion is above it",
            "set maxVersion: VersionTLS13 too",
          )
        : wrong([value, "minVersion"], `minVersion ${min} is above maxVersion ${max}`);
    },
  );
}

import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import { describe } from "../names.ts";
import { nearest } from "../../../nearest.ts";
import { TLS_VERSIONS } from "../tls/names.ts";
import { textOf } from "../values.ts";

/** TLS versions in options: Traefik ignores words that it does not know, and takes a range that is empty. */
export function adviseTlsVersions({ configuration, ledger }: Bench): void {
  for (const options of configuration.objects["tls.options"].values()) {
    const [min, max] = ["minVersion", "maxVersion"].map((field) => {
      const written = textOf(options.value, field);
      const index = TLS_VERSIONS.indexOf(written);
      if (index < 0 && written !== "") {
        const near = nearest(written, TLS_VERSIONS);
        ledger.remark("unknown-tls-version", {
          place: placeOf(options, [options.value, field]),
          object: options,
          message: `${describe(options)}: there is no TLS version "${written}"; Traefik ignores ${field}`,
          hint: near === null ? `one of ${TLS_VERSIONS.join(", ")}` : `did you mean "${near}"?`,
        });
      }
      return index;
    });
    if (min === undefined || max === undefined || max < 0 || min <= max) continue;
    ledger.remark("empty-tls-range", {
      place: placeOf(options, [options.value, "minVersion"]),
      object: options,
      message: `${describe(options)}: minVersion is above maxVersion, so no client can connect`,
    });
  }
}

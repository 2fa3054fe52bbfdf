import type { Diagnostic } from "./diagnostic.ts";
import { concealedForLog } from "./conceal.ts";

/** Variables whose values are secrets, by their names. */
const SECRET_NAME = /PASS|SECRET|TOKEN|KEY|CREDENTIAL|AUTH|PRIVATE|USERS/i;
/** Shorter values are no secrets, and would be found in innocent words. */
const SHORTEST = 6;
const IN_ITS_PLACE = "(secret)";

/**
 * Takes out of findings what must not be in a log: what looks like a secret wherever it stands (hashes of passwords,
 * credentials in URLs), and the values of secret variables, which a template may have put into the text that a finding
 * quotes. Findings do not quote values that may be secrets otherwise: see `withoutValues`.
 */
export function redact(
  diagnostics: readonly Diagnostic[],
  variables: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const secrets = Object.entries(variables)
    .filter(([name, value]) => SECRET_NAME.test(name) && value.length >= SHORTEST)
    .map(([, value]) => value)
    .toSorted((a, b) => b.length - a.length);
  const clean = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, IN_ITS_PLACE), concealedForLog(text));
  return diagnostics.map((found) => {
    const message = clean(found.message);
    const hint = found.hint === null ? null : clean(found.hint);
    return { ...found, message, hint, object: found.object === null ? null : clean(found.object) };
  });
}

import { quote } from "../../go/strconv.ts";
import { nearest } from "../../../nearest.ts";
import type { LoadedObject, Struct } from "../../load/configuration.ts";
import { inOrder, type Bench } from "../bench.ts";
import { fault, passOn, type Blame, type Fault } from "../fault.ts";
import { DEFAULT_OPTIONS } from "../http/router.ts";
import { readFileOrContent } from "../machine-files.ts";
import { find, maybeElsewhere, unknownName, type Reference } from "../references.ts";
import { listOf, structOf, textOf, textsOf } from "../values.ts";
import { holdsCertificate } from "./certificates.ts";
import { CIPHER_SUITES, CLIENT_AUTH_TYPES, curves, VERIFYING } from "./names.ts";

/**
 * The TLS options that a router asks for: whether they exist, and whether a TLS configuration can be made of them.
 *
 * @param name qualified, or `default`, which exists always
 */
export function judgeOptions(
  bench: Bench,
  owner: LoadedObject,
  reference: Reference,
  name: string,
): readonly Fault[] {
  const options = find(bench, "tls.options", name)?.source;
  if (options)
    return passOn(
      checkOptions(bench, options),
      owner,
      reference.at,
      (text) => `building TLS config: ${text}`,
    );
  if (name === DEFAULT_OPTIONS || maybeElsewhere(bench, "tls.options", name)) return [];
  return [unknownName(bench, "tls.options", reference, name, owner, `unknown TLS options: ${name}`)];
}

/** TLS options that cannot be made a TLS configuration. */
export function checkOptions(bench: Bench, owner: LoadedObject): readonly Fault[] {
  const { value } = owner;
  return inOrder(
    () => clientAuth(bench, owner, structOf(value, "clientAuth") ?? {}),
    () =>
      listedNames(
        owner,
        value,
        "cipherSuites",
        [...CIPHER_SUITES],
        (suite) => `invalid CipherSuite: ${suite}`,
        "cipher suite",
      ),
    () =>
      listedNames(
        owner,
        value,
        "curvePreferences",
        curves(bench.version),
        (curve) => `invalid CurveID in curvePreferences: ${curve}`,
        "curve",
      ),
  );
}

function clientAuth(bench: Bench, owner: LoadedObject, auth: Struct): readonly Fault[] {
  const wrong = (text: string, at: Blame["at"], says: string, hint?: string): readonly Fault[] => [
    fault(text, { rule: "invalid-tls-options", owner, at, says, hint }),
  ];
  const files = textsOf(auth, "caFiles");
  // what exists but cannot be read is dropped when the file is loaded
  const read = files.map((file, index) => ({ index, state: readFileOrContent(bench.files, file) }));
  const left = read.filter(({ state }) => state?.kind !== "unreadable");
  for (const { index, state } of left) {
    if (state?.kind !== "content" || holdsCertificate(state.text)) continue;
    const says = "a CA is neither a file that exists nor a PEM certificate";
    return wrong("invalid certificate(s) content", [listOf(auth, "caFiles"), index], says);
  }
  const type = textOf(auth, "clientAuthType");
  if (type === "") return [];
  const at = [auth, "clientAuthType"] as const;
  if (left.length === 0 && VERIFYING.includes(type))
    return wrong(
      `invalid clientAuthType: ${type}, CAFiles is required`,
      at,
      `clientAuthType ${type} needs caFiles to verify by`,
    );
  if (CLIENT_AUTH_TYPES.includes(type)) return [];
  const near = nearest(type, CLIENT_AUTH_TYPES);
  return wrong(
    `unknown client auth type ${quote(type)}`,
    at,
    `there is no clientAuthType "${type}"`,
    near === null ? `one of ${CLIENT_AUTH_TYPES.join(", ")}` : `did you mean "${near}"?`,
  );
}

function listedNames(
  owner: LoadedObject,
  value: Struct,
  field: string,
  known: readonly string[],
  say: (name: string) => string,
  noun: string,
): readonly Fault[] {
  for (const [index, name] of textsOf(value, field).entries()) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    return [
      fault(say(name), {
        rule: "invalid-tls-options",
        owner,
        at: [listOf(value, field), index],
        says: `there is no ${noun} "${name}"`,
        hint: near === null ? `one of ${known.join(", ")}` : `did you mean "${near}"?`,
      }),
    ];
  }
  return [];
}

/** The default options, which every connection without others needs, even where no router of a file has tls. */
export function checkDefaultOptions(bench: Bench): void {
  const owner = find(bench, "tls.options", DEFAULT_OPTIONS)?.source;
  if (!owner) return;
  for (const { cause } of checkOptions(bench, owner))
    bench.ledger.note({ ...cause, rule: "broken-default-tls-options" });
}

/** The names of the TLS options that cannot be made a TLS configuration. */
export function brokenOptions(bench: Bench): ReadonlySet<string> {
  const broken = [...bench.subjects["tls.options"].values()].filter(
    ({ source }) => source !== null && checkOptions(bench, source).length > 0,
  );
  return new Set(broken.map(({ name }) => name));
}

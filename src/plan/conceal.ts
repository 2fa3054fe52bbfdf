import type { PlainValue } from "./diff-objects.ts";

/** Fields whose values nobody shall read in a log or a pull request. */
const SECRET_FIELD = /(?:^|[.[\]])(?:users|password|secret|token|apiKey|privateKey|key)(?:[.[\]]|$)/i;
const SECRET_HEADER = /(?:authorization|cookie|token|secret|key|password)$/i;
const PRIVATE_KEY = "PRIVATE KEY-----";

/** Both values, or, of a secret, that there is one. */
export function concealed(
  path: string,
  from: PlainValue,
  to: PlainValue,
): { readonly from: PlainValue; readonly to: PlainValue } {
  const secret = SECRET_FIELD.test(path) || (path.includes("Headers.") && SECRET_HEADER.test(path));
  const hide = (value: PlainValue): PlainValue => {
    if (value === null) return null;
    const text = JSON.stringify(value);
    return secret || text.includes(PRIVATE_KEY) ? "(secret)" : value;
  };
  return { from: hide(from), to: hide(to) };
}

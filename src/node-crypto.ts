import type * as Crypto from "node:crypto";
import { getBuiltinModule } from "node:process";
import { underOwnFlags } from "./tier-up-later.ts";

let loaded: typeof Crypto | undefined;

/** Node's `crypto`, loaded when it is first needed: that takes longer than most of what a short run does. */
export function nodeCrypto(): typeof Crypto {
  return (loaded ??= underOwnFlags(() => getBuiltinModule("node:crypto")));
}

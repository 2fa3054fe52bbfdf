import type MagicString from "magic-string";
import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin } from "vitest/config";

export function plainLoops(): EsbuildPlugin;
export function plainLoopsInTests(): Plugin;
export function plainLoopsIn(path: string): MagicString | null;
export function rewriteProject(
  config: string,
  isMeant: (file: string) => boolean,
): ReadonlyMap<string, MagicString>;

import type { TestProject } from "vitest/node";
import { findTraefik } from "./find-traefik.ts";
import { keepTemporaryInMemory } from "./temporary-in-memory.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** the real Traefik's executable, null where none can be had */
    traefik: string | null;
  }
}

/**
 * Finds the real Traefik once for all test files, and gives them a place for temporary files. Without a Traefik its
 * tests are skipped, but never in CI.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  try {
    project.provide("traefik", await findTraefik(process.env));
  } catch (error) {
    const reason = `no real Traefik: ${error instanceof Error ? error.message : String(error)}`;
    if (process.env["CI"] === "true") throw new Error(reason, { cause: error });
    console.warn(`${reason}\nThe tests that ask it are skipped. Set TRAEFIK_BIN to run them.`);
    project.provide("traefik", null);
  }
  return keepTemporaryInMemory(process.env);
}

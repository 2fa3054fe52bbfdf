import { createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "./log.ts";
import type { Environment } from "./settings.ts";

/**
 * Names a PEM file with a certificate and its key: what templates of the environment give to Traefik as its default
 * certificate. Not one of the gateway's `GATEWAY_` variables: those are none for templates.
 */
export const DEFAULT_CERTIFICATE = "TLS_DEFAULT_CERTIFICATE";

const NAME = "gateway.default";
const DAY_MS = 86_400_000;
const VALID_MS = 3650 * DAY_MS;
/** A gateway that starts makes another one when less is left: so it stays valid for years. */
const RENEWED_BEFORE_MS = VALID_MS / 2;

/**
 * Keeps a certificate for the names that have none. Traefik makes an RSA key for that at its start and at every reload,
 * unless the configuration names one: that takes longer than all else in a reload, and clients that accepted the
 * certificate before are shown another one.
 *
 * @param folder where it lies
 * @param env may name another one, or by an empty value none
 * @returns the variable for Traefik and the hook; nothing where it is given already, or none can be kept
 */
export async function keepDefaultCertificate(
  folder: string,
  env: Environment,
  log: Log,
): Promise<Environment> {
  if (env[DEFAULT_CERTIFICATE] !== undefined) return {};
  const file = join(folder, "default-certificate.pem");
  try {
    if (!(await isGood(file))) await make(file);
  } catch (error) {
    log("warn", "no default certificate can be kept: Traefik makes another at every reload", {
      error: String(error),
    });
    return {};
  }
  return { [DEFAULT_CERTIFICATE]: file };
}

/** Whether it can be read, holds a certificate with its key, and stays valid for long. */
async function isGood(file: string): Promise<boolean> {
  try {
    const pem = await readFile(file);
    const certificate = new X509Certificate(pem);
    const left = Date.parse(certificate.validTo) - Date.now();
    return certificate.checkPrivateKey(createPrivateKey(pem)) && left > RENEWED_BEFORE_MS;
  } catch {
    return false;
  }
}

/** Replaced as a whole: certificate and key always belong together, also where two gateways share the folder. */
async function make(file: string): Promise<void> {
  const { selfSigned } = await import("./self-signed.ts");
  const now = Date.now();
  // clocks of clients may be slow
  const text = selfSigned(NAME, new Date(now - DAY_MS), new Date(now + VALID_MS));
  const fresh = `${file}.${randomUUID()}`;
  try {
    await writeFile(fresh, text, { mode: 0o600, flag: "wx" });
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}

import { createPrivateKey, X509Certificate } from "node:crypto";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createServer } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepDefaultCertificate } from "../../src/gateway/default-certificate.ts";
import { selfSigned } from "../../src/gateway/self-signed.ts";
import { temporaryFolder } from "../support/start-traefik.ts";
import { certificateFor } from "./support/certificate-for.ts";

const DAY = 86_400_000;

describe("a certificate that signs itself", () => {
  it.each(["2036-11-25T04:05:06Z", "2056-01-02T03:04:05Z"])("is valid until %s", (to) => {
    const pem = selfSigned("gateway.default", new Date("2026-11-28T00:00:00Z"), new Date(to));
    const certificate = new X509Certificate(pem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(pem))).toBe(true);
    expect(certificate.subject).toBe("CN=gateway.default");
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.checkHost("gateway.default")).toBe("gateway.default");
    expect(new Date(certificate.validFrom)).toEqual(new Date("2026-11-28T00:00:00Z"));
    expect(new Date(certificate.validTo)).toEqual(new Date(to));
  });

  it("serves TLS", async () => {
    const pem = selfSigned("gateway.default", new Date(Date.now() - DAY), new Date(Date.now() + DAY));
    const server = createServer({ key: pem, cert: pem });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { raw } = await certificateFor("any.example.com", port);
    server.close();
    expect(raw).toEqual(new X509Certificate(pem).raw);
  });

  it("is another one each time", () => {
    const [a, b] = [1, 2].map(() => new X509Certificate(selfSigned("a", new Date(), new Date())));
    expect(a?.serialNumber).not.toBe(b?.serialNumber);
    expect(a?.publicKey.export({ type: "spki", format: "pem" })).not.toBe(
      b?.publicKey.export({ type: "spki", format: "pem" }),
    );
  });
});

describe("the default certificate", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let said: unknown[];
  const keep = async (env: Readonly<Record<string, string>> = {}, where = folder.path) =>
    keepDefaultCertificate(where, env, (...line) => void said.push(line));

  beforeEach(async () => {
    folder = await temporaryFolder();
    said = [];
  });
  afterEach(async () => folder.remove());

  it("is made once, for its owner alone, and stays", async () => {
    const file = join(folder.path, "default-certificate.pem");
    expect(await keep()).toEqual({ TLS_DEFAULT_CERTIFICATE: file });
    const made = await readFile(file, "utf8");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await keep()).toEqual({ TLS_DEFAULT_CERTIFICATE: file });
    expect(await readFile(file, "utf8")).toBe(made);
  });

  it.each<[string, () => string]>([
    ["one that expires in four years", () => pemFor(4 * 365)],
    ["one that has expired", () => pemFor(0)],
    ["a damaged one", () => pemFor(3650).slice(0, 300)],
    ["a certificate with the key of another", () => `${certificateOf(pemFor(3650))}${keyOf(pemFor(3650))}`],
    ["something else", () => "something else"],
  ])("takes the place of %s", async (_, old) => {
    const file = join(folder.path, "default-certificate.pem");
    await writeFile(file, old());
    await keep();
    const made = new X509Certificate(await readFile(file));
    expect(made.checkPrivateKey(createPrivateKey(await readFile(file)))).toBe(true);
    expect(Date.parse(made.validTo)).toBeGreaterThan(Date.now() + 9 * 365 * DAY);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder.path)).toEqual(["default-certificate.pem"]);
  });

  it.each(["", "/run/secrets/mine.pem"])("is left to whoever has set the variable: %j", async (value) => {
    expect(await keep({ TLS_DEFAULT_CERTIFICATE: value })).toEqual({});
    await expect(stat(join(folder.path, "default-certificate.pem"))).rejects.toThrow("ENOENT");
  });

  it("is done without where it cannot be written", async () => {
    expect(await keep({}, join(folder.path, "missing"))).toEqual({});
    expect(said).toEqual([
      ["warn", expect.stringContaining("no default certificate can be kept"), expect.anything()],
    ]);
  });
});

function pemFor(days: number): string {
  return selfSigned("gateway.default", new Date(Date.now() - DAY), new Date(Date.now() + days * DAY));
}

function certificateOf(pem: string): string {
  return pem.slice(0, pem.indexOf("-----BEGIN PRIVATE KEY"));
}

function keyOf(pem: string): string {
  return pem.slice(pem.indexOf("-----BEGIN PRIVATE KEY"));
}

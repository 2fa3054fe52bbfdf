// Generates schemas/traefik-v<minor>/{static,dynamic}.schema.json: `npm run schemas [-- MINOR...]`.
// Needs Go and the network (or Go's module cache); the result is committed, so that nobody else needs either.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "../../schemas");
const versions = JSON.parse(readFileSync(path.join(here, "versions.json"), "utf8"));
const wanted = process.argv.slice(2);

for (const version of versions) {
  if (wanted.length === 0 || wanted.includes(version.minor)) generate(version);
}

/** Builds the walker against one version of Traefik, with the very dependencies of that version, and runs it. */
function generate({ minor, module }) {
  const work = mkdtempSync(path.join(tmpdir(), `schemas-${minor}-`));
  try {
    const source = download(work, `github.com/traefik/traefik/v3@${module}`);
    for (const name of readdirSync(here)) {
      if (name.endsWith(".go") || name === "ext")
        cpSync(path.join(here, name), path.join(work, name), { recursive: true });
    }
    cpSync(path.join(source, "go.sum"), path.join(work, "go.sum"));
    const ownModule = moduleLike(readFileSync(path.join(source, "go.mod"), "utf8"), module);
    writeFileSync(path.join(work, "go.mod"), ownModule + withoutDnsProviders(work, ownModule));
    go(work, "build", "-mod=mod", "-gcflags=all=-N -l", "-o", "schemas.bin", ".");
    const target = path.join(out, `traefik-v${minor}`);
    const later = path.join(here, "later");
    const options = { minor, module, source, later, out: target };
    const flags = Object.entries(options).map(([name, value]) => `-${name}=${value}`);
    execFileSync(path.join(work, "schemas.bin"), flags, { stdio: "inherit" });
    console.log(`Traefik ${minor} (${module}): ${path.relative(process.cwd(), target)}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Traefik's go.mod under another name: its requirements, replacements and exclusions decide what compiles. */
function moduleLike(text, module) {
  const local = text
    .replace(/^module .*$/m, "module schemas")
    .replace(/^replace github\.com\/traefik\/traefik\/dynamic\/ext => .*$/m, "");
  return `${local}
require github.com/traefik/traefik/v3 ${module}
replace github.com/traefik/traefik/dynamic/ext => ./ext
`;
}

/**
 * Copies lego without its DNS providers, whose hundreds of packages the types do not need.
 * Returns the lines of go.mod that put the copies in place.
 */
function withoutDnsProviders(work, ownModule) {
  let lines = "";
  for (const [, name, version] of ownModule.matchAll(/\b(github\.com\/go-acme\/lego\/v\d+) (v\S+)/g)) {
    const source = download(work, `${name}@${version}`);
    const providers = path.join(source, "providers/dns");
    const copy = path.join(work, `lego-${path.basename(name)}`);
    cpSync(source, copy, { recursive: true, filter: (file) => file !== providers });
    execFileSync("chmod", ["-R", "u+w", copy]);
    mkdirSync(path.join(copy, "providers/dns"), { recursive: true });
    writeFileSync(path.join(copy, "providers/dns/dns.go"), noDnsProviders(name));
    lines += `replace ${name} => ./${path.basename(copy)}\n`;
  }
  return lines;
}

function noDnsProviders(lego) {
  return `package dns

import (
	"errors"

	"${lego}/challenge"
)

func NewDNSChallengeProviderByName(string) (challenge.Provider, error) {
	return nil, errors.New("left out")
}
`;
}

function download(work, module) {
  return JSON.parse(go(work, "mod", "download", "-json", module)).Dir;
}

function go(cwd, ...args) {
  return execFileSync("go", args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

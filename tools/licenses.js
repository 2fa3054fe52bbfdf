// The licenses of the packages that are inside the bundle, which ask to go with it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** Notes which packages a build takes in; `write` puts their licenses into one file. */
export function makeLicenses() {
  const folders = new Set();
  const plugin = {
    name: "licenses",
    setup({ onLoad }) {
      onLoad({ filter: /\/node_modules\// }, ({ path }) => {
        folders.add(PACKAGE.exec(path)?.[0]);
        return undefined;
      });
    },
  };
  return { plugin, write: (file) => writeFileSync(file, [...folders].map(licenseOf).toSorted().join("\n")) };
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n\n${"-".repeat(80)}\n`;
}

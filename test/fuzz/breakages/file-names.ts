import type { FolderBreakage } from "../breakage.ts";

const EXTENSIONS = [
  "yaml",
  "yml",
  "YAML",
  "Yml",
  "toml",
  "TOML",
  "json",
  "txt",
  "yaml.bak",
  "yaml~",
  "",
  "ini",
];
const FOLDERS = ["", "", "a/", "b/c/", ".hidden/", "x.yaml/", "A/", "10/", "é/", "a b/"];

/** A file renamed, copied into another folder, split from itself, or added. */
export const breakFileNames: FolderBreakage = (files, { random, name }) => {
  const text = files[name] ?? "";
  const { [name]: _, ...others } = files;
  const stem = name.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  const path = `${random.pick(FOLDERS)}${random.pick([stem, stem, "0", "zz", ".x", "A"])}.${random.pick(EXTENSIONS)}`;
  const ofKind = `${random.pick(FOLDERS)}${random.pick([stem, "0", "zz"])}-copy.${/toml$/i.test(name) ? "toml" : "yml"}`;
  if (Object.keys(files).some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`)))
    return null;
  return random.pick([
    () => ({ ...others, [path]: text }),
    () => ({ ...files, [ofKind]: text }),
    () => ({ ...files, [ofKind]: part(text, random.below(text.length)) }),
    () => ({ ...files, [path]: random.pick(["", "# only this\n", "http:\n", "a: b\n", "{", "[http]\n", "\n---\n", "{{ nope }}", "x = 1\n"]) }),
    () => (Object.keys(others).length > 0 ? others : null),
  ])(); // prettier-ignore
};

/** From a line's beginning on, with the roots that came before. */
function part(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at) + 1;
  const root = [...text.slice(0, start).matchAll(/^\w+:.*$/gm)].at(-1)?.[0];
  return `${root === undefined ? "" : `${root}\n`}${text.slice(start)}`;
}

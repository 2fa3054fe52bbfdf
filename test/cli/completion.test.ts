import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hook, sandbox } from "../support/transcript.ts";

const box = sandbox({ "envs/a/traefik.yaml": "entryPoints: {}\n", "envs/b.txt": "" });
const isHere = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;
for (const shell of ["zsh", "fish"]) {
  if (!isHere(shell)) console.warn(`no ${shell} on PATH: its completion is not tried`);
}

beforeAll(async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout } = await hook(["completion", shell], { cwd: box.root });
    expect(code).toBe(0);
    box.write({ [`completion.${shell}`]: stdout });
  }
});
afterAll(() => box.remove());

function run(shell: string, script: string): string[] {
  const options = {
    cwd: box.root,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: box.root },
  } as const;
  return execFileSync(shell, ["-c", script], options).trim().split("\n");
}

const CASES: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [["pla"], ["plan"]],
  [
    ["validate", "--format", ""],
    ["text", "json", "sarif", "github", "junit"],
  ],
  [
    ["validate", "--only", "unknown-se"],
    ["unknown-section", "unknown-service", "unknown-servers-transport"],
  ],
  [["--traefik-version", "3.7", "validate", "--fail-on", "w"], ["warning"]],
  [["schema", "d"], ["dynamic"]],
  [["rule", "unknown-sec"], ["unknown-section"]],
  [["plan", "--ag"], ["--against"]],
  [["plan", "--target", "env"], ["envs"]],
  [["validate", "envs/"], ["envs/a"]],
  [["validate", "--output", "envs/b"], ["envs/b.txt"]],
  [["plan", "--against", ""], []],
];

/** How bash divides `--format=js`: by the user's COMP_WORDBREAKS. */
const EQUALS: typeof CASES = [
  [["validate", "--format", "=", "js"], ["json"]],
  [
    ["validate", "--fail-on", "="],
    ["error", "warning"],
  ],
  [["validate", "--format=js"], ["--format=json"]],
  [["plan", "--target=env"], ["--target=envs"]],
];

test.each([...CASES, ...EQUALS])("bash offers after %j: %j", (words, offered) => {
  const all = ["gateway-hook-configsync", ...words].map((word) => `'${word}'`).join(" ");
  const script = `source completion.bash
    complete -p gateway-hook-configsync >/dev/null
    COMP_WORDS=(${all}); COMP_CWORD=${words.length}; _gateway_hook_configsync
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  expect(run("bash", script)).toEqual(offered.length === 0 ? [""] : offered);
});

describe.skipIf(!isHere("fish"))("fish", () => {
  test.each(CASES.filter(([words]) => !words[0]?.startsWith("-")))(
    "offers after %j: %j",
    (words, offered) => {
      const line = ["gateway-hook-configsync", ...words].join(" ");
      const found = run("fish", `source ${join(box.root, "completion.fish")}; complete -C "${line}"`);
      const names = found.map((text) => text.split("\t")[0]?.replace(/\/$/, "") ?? "").filter(Boolean);
      expect(names.toSorted()).toEqual([...offered].toSorted());
    },
  );
});

describe.skipIf(!isHere("zsh"))("zsh", () => {
  test("takes the function for the command", () => {
    const script = `autoload -U compinit && compinit -u -D && source ./completion.zsh
      print -r -- $_comps[gateway-hook-configsync]`;
    expect(run("zsh", script)).toEqual(["_gateway_hook_configsync"]);
  });

  test.each(CASES.slice(0, 3))("offers after %j: %j", { timeout: 30_000 }, (words, offered) => {
    // a terminal of its own, as a person has it: a tab, and what is on the line then
    const line = ["gateway-hook-configsync", ...words].join(" ");
    const isShown = offered.map((word) => `$all == *'${word}'*`).join(" && ");
    const script = `zmodload zsh/zpty; zpty z zsh -f -i
        zpty -w z 'PS1=; unsetopt zle_bracketed_paste 2>/dev/null; autoload -U compinit; compinit -u -D; source ./completion.zsh; zstyle ":completion:*" list-colors ""; LISTMAX=0; print re""ady'
        while zpty -r z text; do [[ $text == *ready* ]] && break; done
        zpty -w -n z "${line}"$'\\t\\t'
        all=; for ((try = 0; try < 200; try++)); do
          while zpty -r -t z more; do all+=$more; done
          [[ ${isShown} ]] && break; sleep 0.05
        done; print -r -- $all; zpty -d z`;
    const shown = run("zsh", script).join("\n");
    for (const word of offered) expect(shown).toContain(word);
  });
});

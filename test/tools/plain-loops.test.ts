import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { transformSync } from "esbuild";
import { expect, test } from "vitest";
import { rewriteProject } from "../../tools/plain-loops.js";

/** Each puts what it comes to into `out`. */
const SAMPLES = {
  "a list": "for (const x of [3, 1, 2]) out.push(x);",
  "a list that grows": "const xs = [1]; for (const x of xs) { out.push(x); if (x < 4) xs.push(x + 1); }",
  "a list with holes":
    "const xs: number[] = [, 1, , 2] as number[]; for (const x of xs) out.push(x === undefined);",
  "loops in loops": "for (const x of [1, 2]) for (const y of [3, 4]) out.push([x, y]);",
  "continue, break and labels":
    "outer: for (const x of [1, 2, 3, 4]) { for (const y of [1, 2, 3]) { if (y === x) continue outer; if (x === 4) break outer; out.push([x, y]); } }",
  closures:
    "const all: (() => number)[] = []; for (const x of [1, 2, 3]) all.push(() => x); for (const f of all) out.push(f());",
  "a variable that changes": "for (let x of [1, 2, 3]) { x += 1; out.push(x); }",
  "a list made once":
    "let made = 0; const make = () => { made++; return [1, 2, 3]; }; for (const x of make()) out.push(x, made);",
  entries: "for (const [i, x] of ['a', 'b'].entries()) out.push([i, x]);",
  "entries of pairs":
    "for (const [i, [a, b]] of ([[1, 2], [3, 4]] as [number, number][]).entries()) out.push([i, a, b]);",
  "entries, the name alone":
    "for (const [i] of ['a', 'b'].entries()) out.push(i); for (const [, x] of ['a', 'b'].entries()) out.push(x);",
  "pairs of a map": "for (const [k, v] of new Map([['a', 1], ['b', 2]])) out.push([k, v]);",
  "pairs of a list":
    "for (const [k, v = 7] of [['a', 1], ['b']] as [string, number?][]) { out.push([k, v]); }",
  "members of items": "for (const { a, b: [c] } of [{ a: 1, b: [2] }]) out.push([a, c]);",
  "a set, a text, a generator":
    "for (const x of new Set([1, 1, 2])) out.push(x); for (const c of 'a\u{1F600}') out.push(c); function* some() { yield 1; yield 2; } for (const x of some()) out.push(x); const [first, second] = some(); out.push(first, second); const [letter] = '\u{1F600}x'; out.push(letter);",
  "a pattern": "const [a, , b, ...rest] = [1, 2, 3, 4, 5]; out.push(a, b, rest);",
  "a pattern with defaults":
    "const [a = 1, b = 2, c = 3] = [undefined, null, 0] as (number | null | undefined)[]; out.push(a, b, c);",
  "a pattern over several lines": "const [a,\n  b] =\n  [1, 2],\n  c = 3;\nout.push(a, b, c);",
  "patterns in patterns":
    "const [[a, b], { c }] = [[1, 2], { c: 3 }] as [number[], { c: number }]; out.push(a, b, c);",
  "what a pattern's default makes":
    "const [f = ([x]: number[]) => x] = [] as ((x: number[]) => number | undefined)[]; out.push(f([5]));",
  "a match":
    "const [, a = '-', b = '-'] = /(x)?(y)/.exec('y') ?? []; out.push(a, b); const [whole] = /z/.exec('y') ?? []; out.push(whole);",
  "two in one declaration": "const [a] = [1], [b] = [a + 1]; out.push(a, b);",
  parameters:
    "const f = ([a, b]: [number, number], c: number) => a + b + c; out.push(f([1, 2], 3), f.length);",
  "parameters of an object":
    "out.push(([['a', 1]] as [string, number][]).map(([key, value]) => ({ key, value })));",
  "parameters of a function":
    "function f([a, [b]]: [number, number[]], ...[c]: number[]) { return [a, b, c]; } out.push(f([1, [2]], 3, 4));",
  "parameters with defaults": "const f = ([a, b = 4]: number[] = [1]) => [a, b]; out.push(f(), f([2, 3]));",
  "members that are lists":
    "const f = ({ xs: [a, b] }: { xs: number[] }) => [a, b]; out.push(f({ xs: [1, 2] }));",
  "a list or none":
    "const f = (xs: number[] | undefined) => { for (const x of xs ?? []) out.push(x); }; f([1]); f(undefined);",
  "what nobody has checked":
    "const some: any = new Set([1, 2]); for (const x of some) out.push(x); const [a] = some; out.push(a);",
  "a tuple's rest":
    "const f = (...args: readonly [string, ...number[]]) => { const [name, ...rest] = args; return [name, rest]; }; out.push(f('a', 1, 2));",
};

/** Nobody has checked that it is an array, or it is too rare to be worth it. */
const UNTOUCHED = new Set([
  "a set, a text, a generator",
  "parameters with defaults",
  "members that are lists",
  "what nobody has checked",
]);

test("code with plain loops does what it did", () => {
  const folder = mkdtempSync(join(tmpdir(), "gateway-loops-"));
  try {
    const names = Object.keys(SAMPLES);
    const files = names.map((_, at) => join(folder, `sample-${at}.ts`));
    const texts = Object.values(SAMPLES).map((text) => `{ const out: unknown[] = result;\n${text}\n}\n`);
    for (const [at, file] of files.entries())
      writeFileSync(file, `declare const result: unknown[];\n${texts[at] ?? ""}export {};\n`);
    const options = { target: "es2023", strict: true, noUncheckedIndexedAccess: true, types: [] };
    const config = join(folder, "tsconfig.json");
    writeFileSync(config, JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
    const rewritten = rewriteProject(config, (file) => files.includes(file));
    const came = names.map((name, at) => {
      const before = readFileSync(files[at] ?? "", "utf8");
      const after = rewritten.get(files[at] ?? "")?.toString() ?? before;
      const lines = (text: string) => text.split("\n").length;
      return {
        name,
        isSame: after === before,
        moved: lines(after) - lines(before),
        out: run(after),
        was: run(before),
      };
    });
    expect(came.filter(({ isSame }) => isSame).map(({ name }) => name)).toEqual([...UNTOUCHED]);
    expect(came.filter(({ moved }) => moved !== 0)).toEqual([]);
    expect(came.map(({ name, out }) => [name, out])).toEqual(came.map(({ name, was }) => [name, was]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function run(text: string): unknown {
  const result: unknown[] = [];
  const { code } = transformSync(text.replace("export {};", ""), { loader: "ts", target: "es2023" });
  runInNewContext(code, { result });
  expect(result).not.toEqual([]);
  return JSON.parse(JSON.stringify(result));
}

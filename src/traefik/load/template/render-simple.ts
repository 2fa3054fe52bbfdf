import type { TemplateContext } from "./context.ts";
import { newOutput, write } from "./output.ts";
import type { RenderResult } from "./render-template.ts";
import { sourceMap } from "./source-map.ts";

const MAX_SOURCE = 100_000;
const MAX_ACTIONS = 1_000;
const MAX_VALUE = 10_000;

const NOT_ASCII = /[^\0-\x7f]/;
const ACTION = /\{\{([^{}]*)\}\}/g;
const ENV = /^ *(with +|if +)?env "(\w+)"(?: *\| *default "([^"\\\n]*)")? *$/;
const DOT = /^ *\. *$/;
const END = /^ *end *$/;

interface Block {
  /** its text comes to the output */
  readonly shown: boolean;
  /** what `.` is; null: not a variable's value */
  readonly dot: string | null;
}

/**
 * Renders what most templates are: values of variables, with a default or without, `if` and `with` such a value. The
 * engine, which is loaded for all others, takes longer to load than the rest of a judgement.
 *
 * @returns what the engine would make of it; null where it has to be asked: for anything else, and any mistake
 */
export function renderSimple(source: string, context: TemplateContext): RenderResult | null {
  if (source.length > MAX_SOURCE || NOT_ASCII.test(source)) return null;
  const actions = [...source.matchAll(ACTION)];
  if (actions.length > MAX_ACTIONS) return null;
  const output = newOutput();
  const blocks: Block[] = [{ shown: true, dot: null }];
  let at = 0;
  const copy = (end: number): void => {
    if (blocks.at(-1)?.shown === true)
      write(output, source.slice(at, end), { source: { start: at, end }, literal: true, guessed: false });
  };
  for (const action of actions) {
    const [whole, inside = ""] = action;
    const end = action.index + whole.length;
    if (source.indexOf("{{", at) !== action.index) return null;
    copy(action.index);
    at = end;
    const block = blocks.at(-1);
    if (block === undefined) return null;
    if (END.test(inside)) {
      blocks.pop();
      if (blocks.length === 0) return null;
      continue;
    }
    const [, opens, name = "", instead] = ENV.exec(inside) ?? [];
    const value = DOT.test(inside) ? block.dot : name === "" ? null : valueOf(context, name, instead);
    if (value === null || value.length > MAX_VALUE || NOT_ASCII.test(value)) return null;
    if (opens !== undefined)
      blocks.push({
        shown: block.shown && value !== "",
        dot: opens.startsWith("with") ? value : block.dot,
      });
    else if (block.shown)
      write(output, value, { source: { start: action.index, end }, literal: false, guessed: false });
  }
  if (blocks.length !== 1 || source.includes("{{", at)) return null;
  copy(source.length);
  return {
    text: output.pieces.join(""),
    map: sourceMap(output.segments, output.gaps, output.length),
    withNumbers: null,
    problems: [],
    refusal: null,
    unknown: false,
  };
}

/** null: it is not set, which is worth a word. */
function valueOf({ env }: TemplateContext, name: string, instead: string | undefined): string | null {
  return env(name) || (instead ?? env(name) ?? null);
}

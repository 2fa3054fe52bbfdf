import type { Statement } from "./ast.ts";
import type { Bytes } from "./bytes.ts";
import type { Lexer } from "./lex.ts";
import { describeToken, type Token, type TokenType } from "./token.ts";

/** The templates of one file by name; the file itself is the one with the empty name. */
export type Templates = ReadonlyMap<Bytes, readonly Statement[]>;

export interface ParseOptions {
  readonly isFunction: (name: Bytes) => boolean;
  /** `{{ else with }}`, since Go 1.23 */
  readonly elseWith: boolean;
  readonly budget: Budget;
}

/** What is left of the work that a template may make. */
export interface Budget {
  left: number;
}

export interface ParseProblem {
  /** Go's own */
  readonly message: Bytes;
  /** the one to blame, else the one read last */
  readonly token: Token;
  /** there is more of it, or deeper nesting, than this parser goes into; Go might accept it */
  readonly tooDeep: boolean;
}

/** Blocks within blocks and parentheses within parentheses, together. Go's own limits are far higher. */
const DEEPEST_NESTING = 500;

/** What is kept of a token weighs more than a value. */
const TOKEN_COST = 3;

/** What is known while a template (the file, a define or a block) is being read. */
export interface Tree {
  readonly source: Source;
  /** variables declared so far, with their `$`, in order */
  readonly variables: Bytes[];
  /** how often each of them is declared */
  readonly declared: Map<Bytes, number>;
  /** ranges around the current place */
  ranges: number;
  /** line of the action being read, 0 between actions */
  actionLine: number;
  /** tokens given back, the next one last */
  readonly pending: Token[];
  /** the token lexed last on behalf of this tree */
  latest: Token;
  /** the word that ended a list last: `end` or `else` */
  terminator: Token;
}

/** What all templates of a file share. */
export interface Source {
  readonly lexer: Lexer;
  readonly options: ParseOptions;
  readonly templates: Map<Bytes, readonly Statement[]>;
  depth: number;
}

export class Unparsable extends Error {
  readonly problem: ParseProblem;
  constructor(problem: ParseProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function newTree(source: Source): Tree {
  const none: Token = { type: "eof", value: "", at: 0, line: 0 };
  const declared = new Map([["$", 1]]);
  return {
    source,
    variables: ["$"],
    declared,
    ranges: 0,
    actionLine: 0,
    pending: [],
    latest: none,
    terminator: none,
  };
}

export function declare(tree: Tree, variable: Bytes): void {
  tree.variables.push(variable);
  tree.declared.set(variable, (tree.declared.get(variable) ?? 0) + 1);
}

export function forget(tree: Tree, visible: number): void {
  for (const variable of tree.variables.splice(visible)) {
    tree.declared.set(variable, (tree.declared.get(variable) ?? 0) - 1);
  }
}

export function isDeclared(tree: Tree, variable: Bytes): boolean {
  return (tree.declared.get(variable) ?? 0) > 0;
}

export function next(tree: Tree): Token {
  const given = tree.pending.pop();
  if (given !== undefined) return given;
  const { lexer, options } = tree.source;
  tree.latest = lexer();
  options.budget.left -= TOKEN_COST;
  if (options.budget.left < 0) fail(tree, "more actions than are allowed", tree.latest, true);
  return tree.latest;
}

export function peek(tree: Tree): Token {
  const token = next(tree);
  tree.pending.push(token);
  return token;
}

export function nextNonSpace(tree: Tree): Token {
  let token = next(tree);
  while (token.type === "space") token = next(tree);
  return token;
}

export function peekNonSpace(tree: Tree): Token {
  const token = nextNonSpace(tree);
  tree.pending.push(token);
  return token;
}

/** Go names the line of the token read last, which may be beyond the one to blame. */
export function fail(tree: Tree, message: Bytes, token = tree.latest, tooDeep = false): never {
  throw new Unparsable({ message: `template: :${tree.latest.line}: ${message}`, token, tooDeep });
}

export function unexpected(tree: Tree, token: Token, context: string): never {
  if (token.type !== "error") return fail(tree, `unexpected ${describeToken(token)} in ${context}`, token);
  const elsewhere = tree.actionLine !== 0 && tree.actionLine !== token.line;
  const action = token.value.endsWith(" action") ? "" : " in action";
  return fail(tree, token.value + (elsewhere ? `${action} started at :${tree.actionLine}` : ""));
}

export function expect(tree: Tree, type: TokenType, context: string): Token {
  const token = nextNonSpace(tree);
  return token.type === type ? token : unexpected(tree, token, context);
}

/** Runs one level deeper, so that no input can exhaust the stack. */
export function nested<T>(tree: Tree, parse: () => T): T {
  if (tree.source.depth >= DEEPEST_NESTING) fail(tree, "nested too deeply", tree.latest, true);
  tree.source.depth += 1;
  const result = parse();
  tree.source.depth -= 1;
  return result;
}

import {
  printNode,
  type BranchNode,
  type CommandNode,
  type Operand,
  type PipeNode,
  type RangeNode,
  type Statement,
  type TemplateNode,
  type VariableNode,
} from "./ast.ts";
import { trimSpace, type Bytes } from "./bytes.ts";
import { lex, type Lexer } from "./lex.ts";
import { parseNumber } from "./number.ts";
import { quote, unquote } from "./quote.ts";
import { describeToken, type Token, type TokenType } from "./token.ts";

/** The templates of one file by name; the file itself is the one with the empty name. */
export type Templates = ReadonlyMap<Bytes, readonly Statement[]>;

export interface ParseOptions {
  readonly isFunction: (name: Bytes) => boolean;
  /** `{{ else with }}`, since Go 1.23 */
  readonly elseWith: boolean;
}

export interface ParseProblem {
  /** Go's own */
  readonly message: Bytes;
  /** the one to blame, else the one read last */
  readonly token: Token;
  /** the nesting is deeper than this parser goes; Go might accept it */
  readonly tooDeep: boolean;
}

/** Blocks within blocks and parentheses within parentheses, together. Go's own limits are far higher. */
const DEEPEST_NESTING = 500;

/** What is known while a template (the file, a define or a block) is being read. */
interface Tree {
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
}

/** What all templates of a file share. */
interface Source {
  readonly lexer: Lexer;
  readonly options: ParseOptions;
  readonly templates: Map<Bytes, readonly Statement[]>;
  depth: number;
}

class Unparsable extends Error {
  readonly problem: ParseProblem;
  constructor(problem: ParseProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Parses a file with the delimiters `{{` and `}}` into its templates, or says the first thing wrong in Go's words. */
export function parseTemplate(source: Bytes, options: ParseOptions): Templates | ParseProblem {
  const shared: Source = { lexer: lex(source), options, templates: new Map(), depth: 0 };
  try {
    const tree = newTree(shared);
    install(tree, "", parseFile(tree));
    return shared.templates;
  } catch (error) {
    if (error instanceof Unparsable) return error.problem;
    throw error;
  }
}

function newTree(source: Source): Tree {
  const none: Token = { type: "eof", value: "", at: 0, line: 0 };
  const declared = new Map([["$", 1]]);
  return { source, variables: ["$"], declared, ranges: 0, actionLine: 0, pending: [], latest: none };
}

function declare(tree: Tree, variable: Bytes): void {
  tree.variables.push(variable);
  tree.declared.set(variable, (tree.declared.get(variable) ?? 0) + 1);
}

function forget(tree: Tree, visible: number): void {
  for (const variable of tree.variables.splice(visible)) {
    tree.declared.set(variable, (tree.declared.get(variable) ?? 0) - 1);
  }
}

function isDeclared(tree: Tree, variable: Bytes): boolean {
  return (tree.declared.get(variable) ?? 0) > 0;
}

// Tokens.

function next(tree: Tree): Token {
  const given = tree.pending.pop();
  if (given !== undefined) return given;
  tree.latest = tree.source.lexer();
  return tree.latest;
}

function peek(tree: Tree): Token {
  const token = next(tree);
  tree.pending.push(token);
  return token;
}

function nextNonSpace(tree: Tree): Token {
  let token = next(tree);
  while (token.type === "space") token = next(tree);
  return token;
}

function peekNonSpace(tree: Tree): Token {
  const token = nextNonSpace(tree);
  tree.pending.push(token);
  return token;
}

/** Go names the line of the token read last, which may be beyond the one to blame. */
function fail(tree: Tree, message: Bytes, token = tree.latest, tooDeep = false): never {
  throw new Unparsable({ message: `template: :${tree.latest.line}: ${message}`, token, tooDeep });
}

function unexpected(tree: Tree, token: Token, context: string): never {
  if (token.type !== "error") return fail(tree, `unexpected ${describeToken(token)} in ${context}`, token);
  const elsewhere = tree.actionLine !== 0 && tree.actionLine !== token.line;
  const action = token.value.endsWith(" action") ? "" : " in action";
  return fail(tree, token.value + (elsewhere ? `${action} started at :${tree.actionLine}` : ""));
}

function expect(tree: Tree, type: TokenType, context: string): Token {
  const token = nextNonSpace(tree);
  return token.type === type ? token : unexpected(tree, token, context);
}

/** Runs one level deeper, so that no input can exhaust the stack. */
function nested<T>(tree: Tree, parse: () => T): T {
  if (tree.source.depth >= DEEPEST_NESTING) fail(tree, "nested too deeply", tree.latest, true);
  tree.source.depth += 1;
  const result = parse();
  tree.source.depth -= 1;
  return result;
}

// Templates and statements.

/** What ends a list of statements. */
type Terminator = "end" | "else";

function parseFile(tree: Tree): Statement[] {
  const statements: Statement[] = [];
  while (peek(tree).type !== "eof") {
    const delimiter = next(tree);
    if (delimiter.type === "left-delimiter") {
      const token = nextNonSpace(tree);
      if (token.type === "define") {
        parseDefinition(newTree(tree.source));
        continue;
      }
      tree.pending.push(token);
    }
    tree.pending.push(delimiter);
    const statement = parseStatement(tree);
    if (typeof statement === "string") fail(tree, `unexpected {{${statement}}}`);
    statements.push(statement);
  }
  return statements;
}

function parseDefinition(tree: Tree): void {
  const name = templateName(tree, nextNonSpace(tree), "define clause");
  expect(tree, "right-delimiter", "define clause");
  const { list, terminator } = parseList(tree);
  if (terminator !== "end") fail(tree, `unexpected {{${terminator}}} in define clause`);
  install(tree, name, list);
}

/** An empty template gives way to another of its name; two with content are an error. */
function install(tree: Tree, name: Bytes, list: readonly Statement[]): void {
  const { templates } = tree.source;
  const present = templates.get(name);
  if (present === undefined || isBlank(present)) templates.set(name, list);
  else if (!isBlank(list)) fail(tree, `template: multiple definition of template ${quote(name)}`);
}

/** Nothing but white space and comments. */
function isBlank(list: readonly Statement[]): boolean {
  return list.every((node) => node.type === "text" && trimSpace(node.text) === "");
}

function parseList(tree: Tree): { readonly list: Statement[]; readonly terminator: Terminator } {
  const list: Statement[] = [];
  while (peekNonSpace(tree).type !== "eof") {
    const statement = parseStatement(tree);
    if (typeof statement === "string") return { list, terminator: statement };
    list.push(statement);
  }
  return fail(tree, "unexpected EOF");
}

function parseStatement(tree: Tree): Statement | Terminator {
  const token = nextNonSpace(tree);
  if (token.type === "text") return { type: "text", at: token.at, text: token.value };
  if (token.type !== "left-delimiter") return unexpected(tree, token, "input");
  tree.actionLine = token.line;
  const statement = nested(tree, () => parseAction(tree, token.at));
  tree.actionLine = 0;
  return statement;
}

function parseAction(tree: Tree, start: number): Statement | Terminator {
  const token = nextNonSpace(tree);
  switch (token.type) {
    case "block":
      return parseBlock(tree);
    case "break":
    case "continue":
      return parseLoopExit(tree, token.type, token.at);
    case "else":
      return parseElse(tree);
    case "end":
      expect(tree, "right-delimiter", "end");
      return "end";
    case "if":
    case "range":
    case "with":
      return parseBranch(tree, token.type);
    case "template":
      return parseTemplateCall(tree);
    default: {
      tree.pending.push(token);
      const pipe = parsePipe(tree, "command", "right-delimiter");
      return { type: "action", at: token.at, pipe, start, end: tree.latest.at + 2 };
    }
  }
}

function parseLoopExit(tree: Tree, type: "break" | "continue", at: number): Statement {
  const token = nextNonSpace(tree);
  if (token.type !== "right-delimiter") unexpected(tree, token, `{{${type}}}`);
  if (tree.ranges === 0) fail(tree, `{{${type}}} outside {{range}}`);
  return { type, at };
}

/** `{{ else if` and `{{ else with` leave the second word to be read. */
function parseElse(tree: Tree): Terminator {
  const { type } = peekNonSpace(tree);
  if (type === "if" || (type === "with" && tree.source.options.elseWith)) return "else";
  expect(tree, "right-delimiter", "else");
  return "else";
}

function parseBranch(tree: Tree, type: "if" | "range" | "with"): BranchNode | RangeNode {
  const visible = tree.variables.length;
  const pipe = parsePipe(tree, type, "right-delimiter");
  if (type === "range") tree.ranges += 1;
  const { list, terminator } = parseList(tree);
  if (type === "range") tree.ranges -= 1;
  const otherwise = terminator === "else" ? parseOtherwise(tree, type) : [];
  forget(tree, visible);
  return { type, at: pipe.at, pipe, list, otherwise };
}

function parseOtherwise(tree: Tree, type: "if" | "range" | "with"): readonly Statement[] {
  const token = peek(tree);
  if (type !== "range" && token.type === type) {
    next(tree);
    return [nested(tree, () => parseBranch(tree, type))];
  }
  const { list, terminator } = parseList(tree);
  if (terminator !== "end") fail(tree, `expected end; found {{${terminator}}}`);
  return list;
}

function parseBlock(tree: Tree): TemplateNode {
  const token = nextNonSpace(tree);
  const name = templateName(tree, token, "block clause");
  const pipe = parsePipe(tree, "block clause", "right-delimiter");
  const block = newTree(tree.source);
  const { list, terminator } = parseList(block);
  if (terminator !== "end") fail(tree, `unexpected {{${terminator}}} in block clause`);
  install(block, name, list);
  return { type: "template", at: token.at, name, pipe };
}

function parseTemplateCall(tree: Tree): TemplateNode {
  const token = nextNonSpace(tree);
  const name = templateName(tree, token, "template clause");
  const following = nextNonSpace(tree);
  if (following.type === "right-delimiter") return { type: "template", at: token.at, name, pipe: null };
  tree.pending.push(following);
  const pipe = parsePipe(tree, "template clause", "right-delimiter");
  return { type: "template", at: token.at, name, pipe };
}

function templateName(tree: Tree, token: Token, context: string): Bytes {
  if (token.type !== "string" && token.type !== "raw-string") return unexpected(tree, token, context);
  return unquote(token.value) ?? fail(tree, "invalid syntax", token);
}

// Pipelines.

const OPERAND_STARTS: ReadonlySet<TokenType> = new Set([
  "bool",
  "character-constant",
  "complex",
  "dot",
  "field",
  "identifier",
  "left-paren",
  "nil",
  "number",
  "raw-string",
  "string",
  "variable",
]);

function parsePipe(tree: Tree, context: string, end: "right-delimiter" | "right-paren"): PipeNode {
  const { at } = peekNonSpace(tree);
  const { declarations, assigns } = parseDeclarations(tree, context);
  const commands: CommandNode[] = [];
  for (let token = nextNonSpace(tree); token.type !== end; token = nextNonSpace(tree)) {
    if (!OPERAND_STARTS.has(token.type)) unexpected(tree, token, context);
    tree.pending.push(token);
    commands.push(parseCommand(tree));
  }
  if (commands.length === 0) fail(tree, `missing value for ${context}`);
  const stage = commands.findIndex(({ args }, index) => index > 0 && isConstant(args[0]));
  if (stage > 0) fail(tree, `non executable command in pipeline stage ${stage + 1}`);
  return { type: "pipe", at, declarations, assigns, commands };
}

function isConstant(operand: Operand | undefined): boolean {
  return operand !== undefined && ["bool", "dot", "nil", "number", "string"].includes(operand.type);
}

interface Declarations {
  readonly declarations: VariableNode[];
  readonly assigns: boolean;
}

function parseDeclarations(tree: Tree, context: string): Declarations {
  const declarations: VariableNode[] = [];
  for (;;) {
    const variable = peekNonSpace(tree);
    if (variable.type !== "variable") return { declarations, assigns: false };
    next(tree);
    const adjacent = peek(tree);
    const following = peekNonSpace(tree);
    const comma = following.type === "char" && following.value === ",";
    if (following.type !== "assign" && following.type !== "declare" && !comma) {
      if (adjacent.type === "space") tree.pending.push(adjacent);
      tree.pending.push(variable);
      return { declarations, assigns: false };
    }
    nextNonSpace(tree);
    declarations.push(variableNode(variable.at, variable.value));
    declare(tree, variable.value);
    if (!comma) return { declarations, assigns: following.type === "assign" };
    if (context !== "range" || declarations.length > 1) fail(tree, `too many declarations in ${context}`);
    if (!["variable", "right-delimiter", "right-paren"].includes(peekNonSpace(tree).type)) {
      fail(tree, "range can only initialize variables");
    }
  }
}

function variableNode(at: number, text: Bytes): VariableNode {
  const [variable = "", ...fields] = text.split(".");
  return { type: "variable", at, names: [variable, ...fields] };
}

function parseCommand(tree: Tree): CommandNode {
  const { at } = peekNonSpace(tree);
  const args: Operand[] = [];
  for (;;) {
    peekNonSpace(tree);
    const operand = parseOperand(tree);
    if (operand !== undefined) args.push(operand);
    const token = next(tree);
    if (token.type === "space") continue;
    if (token.type === "right-delimiter" || token.type === "right-paren") tree.pending.push(token);
    else if (token.type !== "pipe") unexpected(tree, token, "operand");
    break;
  }
  if (args.length === 0) fail(tree, "empty command");
  return { type: "command", at, args };
}

/** A term and the fields that follow it without a space. */
function parseOperand(tree: Tree): Operand | undefined {
  const term = parseTerm(tree);
  if (term === undefined) return undefined;
  const { type, at } = peek(tree);
  if (type !== "field") return term;
  const names: Bytes[] = [];
  while (peek(tree).type === "field") names.push(next(tree).value.slice(1));
  switch (term.type) {
    case "field":
      return { type: "field", at, names: [...term.names, ...names] };
    case "variable":
      return { type: "variable", at, names: [...term.names, ...names] };
    case "bool":
    case "dot":
    case "nil":
    case "number":
    case "string":
      return fail(tree, `unexpected . after term ${quote(printNode(term))}`);
    default:
      return { type: "chain", at, operand: term, names };
  }
}

function parseTerm(tree: Tree): Operand | undefined {
  const token = nextNonSpace(tree);
  const { at, value } = token;
  switch (token.type) {
    case "identifier":
      if (!tree.source.options.isFunction(value)) fail(tree, `function ${quote(value)} not defined`, token);
      return { type: "identifier", at, name: value };
    case "dot":
    case "nil":
      return { type: token.type, at };
    case "variable":
      if (!isDeclared(tree, value)) fail(tree, `undefined variable ${quote(value)}`, token);
      return variableNode(at, value);
    case "field":
      return { type: "field", at, names: [value.slice(1)] };
    case "bool":
      return { type: "bool", at, value: value === "true" };
    case "character-constant":
    case "complex":
    case "number": {
      const number = parseNumber(at, value, token.type === "complex");
      return "error" in number ? fail(tree, number.error, token) : number.node;
    }
    case "left-paren":
      return nested(tree, () => parsePipe(tree, "parenthesized pipeline", "right-paren"));
    case "string":
    case "raw-string":
      return {
        type: "string",
        at,
        quoted: value,
        text: unquote(value) ?? fail(tree, "invalid syntax", token),
      };
    default:
      tree.pending.push(token);
      return undefined;
  }
}

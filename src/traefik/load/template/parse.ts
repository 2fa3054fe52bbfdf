import type { BranchNode, RangeNode, Statement, TemplateNode } from "./ast.ts";
import { trimSpace, type Bytes } from "./bytes.ts";
import { lex } from "./lex.ts";
import { parsePipe } from "./parse-pipe.ts";
import { quote, unquote } from "./quote.ts";
import {
  expect,
  fail,
  forget,
  nested,
  newTree,
  next,
  nextNonSpace,
  peek,
  peekNonSpace,
  unexpected,
  Unparsable,
  type ParseOptions,
  type ParseProblem,
  type Source,
  type Templates,
  type Tree,
} from "./token-reader.ts";
import type { Token } from "./token.ts";

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
    if (typeof statement === "string") fail(tree, `unexpected {{${statement}}}`, tree.terminator);
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

/** @param opening what waits for an end, and is to blame where none comes */
function parseList(
  tree: Tree,
  opening?: Token,
): { readonly list: Statement[]; readonly terminator: Terminator } {
  const list: Statement[] = [];
  while (peekNonSpace(tree).type !== "eof") {
    const statement = parseStatement(tree);
    if (typeof statement === "string") return { list, terminator: statement };
    list.push(statement);
  }
  return fail(tree, "unexpected EOF", opening);
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
      tree.terminator = token;
      return parseElse(tree);
    case "end":
      tree.terminator = token;
      expect(tree, "right-delimiter", "end");
      return "end";
    case "if":
    case "range":
    case "with":
      return parseBranch(tree, token.type, token);
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

function parseBranch(tree: Tree, type: "if" | "range" | "with", opening: Token): BranchNode | RangeNode {
  const visible = tree.variables.length;
  const pipe = parsePipe(tree, type, "right-delimiter");
  if (type === "range") tree.ranges += 1;
  const { list, terminator } = parseList(tree, opening);
  if (type === "range") tree.ranges -= 1;
  const otherwise = terminator === "else" ? parseOtherwise(tree, type, opening) : [];
  forget(tree, visible);
  return { type, at: pipe.at, pipe, list, otherwise };
}

function parseOtherwise(tree: Tree, type: "if" | "range" | "with", opening: Token): readonly Statement[] {
  const token = peek(tree);
  if (type !== "range" && token.type === type) {
    next(tree);
    return [nested(tree, () => parseBranch(tree, type, opening))];
  }
  const { list, terminator } = parseList(tree, opening);
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

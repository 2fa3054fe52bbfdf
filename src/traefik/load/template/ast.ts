import type { Bytes } from "./bytes.ts";
import { quote } from "./quote.ts";

/** A parsed template. Every node knows the byte offset (`at`) that Go names in an error. */
export type Statement =
  | TextNode
  | ActionNode
  | BranchNode
  | RangeNode
  | TemplateNode
  | { readonly type: "break" | "continue"; readonly at: number };

export interface TextNode {
  readonly type: "text";
  readonly at: number;
  readonly text: Bytes;
}

/** `{{ pipeline }}`; start and end are those of the braces. */
export interface ActionNode {
  readonly type: "action";
  readonly at: number;
  readonly pipe: PipeNode;
  readonly start: number;
  readonly end: number;
}

export interface BranchNode {
  readonly type: "if" | "with";
  readonly at: number;
  readonly pipe: PipeNode;
  readonly list: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface RangeNode {
  readonly type: "range";
  readonly at: number;
  readonly pipe: PipeNode;
  readonly list: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

/** `{{ template "name" pipeline }}`, and what a block leaves behind. */
export interface TemplateNode {
  readonly type: "template";
  readonly at: number;
  readonly name: Bytes;
  readonly pipe: PipeNode | null;
}

export interface PipeNode {
  readonly type: "pipe";
  readonly at: number;
  readonly declarations: readonly VariableNode[];
  /** `=` rather than `:=` */
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode {
  readonly type: "command";
  readonly at: number;
  /** at least one */
  readonly args: readonly Operand[];
}

export type Operand =
  | PipeNode
  | ChainNode
  | FieldNode
  | VariableNode
  | IdentifierNode
  | BoolNode
  | NumberNode
  | StringNode
  | { readonly type: "dot" | "nil"; readonly at: number };

/** Fields of something that is neither a field nor a variable: `(pipeline).a.b`, `function.a`. */
export interface ChainNode {
  readonly type: "chain";
  readonly at: number;
  readonly operand: Operand;
  readonly names: readonly Bytes[];
}

export interface FieldNode {
  readonly type: "field";
  readonly at: number;
  readonly names: readonly Bytes[];
}

/** The first name is the variable's, with its `$`; fields of its value follow. */
export interface VariableNode {
  readonly type: "variable";
  readonly at: number;
  readonly names: readonly [Bytes, ...Bytes[]];
}

export interface IdentifierNode {
  readonly type: "identifier";
  readonly at: number;
  readonly name: Bytes;
}

export interface BoolNode {
  readonly type: "bool";
  readonly at: number;
  readonly value: boolean;
}

/** A constant has no type yet: every reading of it that its text allows. */
export interface NumberNode {
  readonly type: "number";
  readonly at: number;
  readonly text: Bytes;
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: { readonly real: number; readonly imaginary: number };
}

export interface StringNode {
  readonly type: "string";
  readonly at: number;
  readonly quoted: Bytes;
  readonly text: Bytes;
}

/** What an error can point at. */
export type ErrorNode = Operand | CommandNode | ActionNode | TemplateNode;

/** A node as Go writes it between `<` and `>` in an error. */
export function printNode(node: ErrorNode): Bytes {
  switch (node.type) {
    case "action":
      return `{{${printNode(node.pipe)}}}`;
    case "template":
      return `{{template ${quote(node.name)}${node.pipe === null ? "" : ` ${printNode(node.pipe)}`}}}`;
    case "pipe":
      return printPipe(node);
    case "command":
      return node.args.map((operand) => printOperand(operand)).join(" ");
    case "chain":
      return [printOperand(node.operand), ...node.names].join(".");
    case "field":
      return node.names.map((name) => `.${name}`).join("");
    case "variable":
      return node.names.join(".");
    case "identifier":
      return node.name;
    case "bool":
      return String(node.value);
    case "number":
      return node.text;
    case "string":
      return node.quoted;
    case "dot":
      return ".";
    case "nil":
      return "nil";
  }
}

function printPipe({ declarations, assigns, commands }: PipeNode): Bytes {
  const variables = declarations.map((variable) => printNode(variable)).join(", ");
  const sign = declarations.length === 0 ? "" : assigns ? " = " : " := ";
  return variables + sign + commands.map((command) => printNode(command)).join(" | ");
}

function printOperand(operand: Operand): Bytes {
  return operand.type === "pipe" ? `(${printPipe(operand)})` : printNode(operand);
}

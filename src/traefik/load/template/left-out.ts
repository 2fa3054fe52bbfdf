import type { PipeNode, Statement } from "./ast.ts";
import type { Bytes } from "./bytes.ts";
import { placeholderOf } from "./functions/environment.ts";
import { spend, union, type Run, type Variable } from "./run.ts";

/**
 * What statements that are not executed assign may be assigned where Traefik runs: those variables are guesses, by the
 * doubts of the run.
 */
export function guessAssigned(run: Run, statements: readonly Statement[]): void {
  for (const statement of statements) {
    spend(run, 1);
    if (!("pipe" in statement)) continue;
    for (const variable of assignedBy(run, statement.pipe)) doubtIn(run, variable);
    if (!("list" in statement)) continue;
    guessAssigned(run, statement.list);
    guessAssigned(run, statement.otherwise);
  }
}

/** A statement that failed, and may not where Traefik runs: the variables that it would have given a value have one. */
export function leaveGuesses(run: Run, statement: Statement): void {
  guessAssigned(run, [statement]);
  if (statement.type !== "action") return;
  const { declarations, assigns } = statement.pipe;
  for (const { names } of declarations) {
    if (!assigns) run.variables.push({ name: names[0], value: placeholderFor(run), doubts: run.doubts });
  }
}

/** Whether statements can print anything but blanks. */
export function mayPrint(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    switch (statement.type) {
      case "text":
        return statement.text.trim() !== "";
      case "action":
        return statement.pipe.declarations.length === 0;
      case "if":
      case "with":
      case "range":
        return mayPrint(statement.list) || mayPrint(statement.otherwise);
      case "template":
        return true;
      case "break":
      case "continue":
        return false;
    }
  });
}

/** The variables to which a pipeline gives a value, or an entry of the dict that they hold. */
function assignedBy(run: Run, pipe: PipeNode | null): readonly Variable[] {
  if (pipe === null) return [];
  const dicts = pipe.commands.flatMap(({ args: [first, dict] }) =>
    first?.type === "identifier" && CHANGES.has(first.name) && dict?.type === "variable" ? dict : [],
  );
  const assigned = pipe.assigns ? pipe.declarations : [];
  return [...assigned, ...dicts].flatMap(
    ({ names }) => run.variables.findLast(({ name }) => name === names[0]) ?? [],
  );
}

/** The functions that change the dict which is their first argument. */
const CHANGES: ReadonlySet<Bytes> = new Set([
  "set",
  "unset",
  "merge",
  "mergeOverwrite",
  "mustMerge",
  "mustMergeOverwrite",
]);

function doubtIn(run: Run, variable: Variable): void {
  variable.doubts = union(variable.doubts, run.doubts);
}

/** What stands for a value that depends on a variable that is not set, or on what only the machine knows. */
function placeholderFor(run: Run): Bytes {
  const [unset] = [...run.doubts].filter((doubt) => doubt.startsWith("$"));
  if (unset === undefined) return "unset";
  const placeholder = placeholderOf(unset.slice(1));
  run.placeholders.set(placeholder, unset.slice(1));
  return placeholder;
}

// Makes what ships go through arrays by index instead of by iterator.
//
// Most of a run happens in V8's interpreter, for it is over before V8 has made faster code. There an iterator costs a
// call and an object for each item, and `const [a, b] = pair` is an iterator too. The source says what is meant; this
// says the same by index wherever the type checker knows an array:
//
//   for (const x of xs) …          for (let _$0 = 0, _$1 = xs; _$0 < _$1.length; _$0++) { const x = _$1[_$0]; …
//   for (const [i, x] of xs.entries()) …      likewise
//   for (const [k, v] of map) …    for (const _$0 of map) { const k = _$0[0], v = _$0[1]; …
//   const [a, , b = 1] = xs;       const _$0 = xs, a = _$0[0], b = _$0[2] === undefined ? 1 : _$0[2];
//   ([k, v]) => k + v              (_$0) => { const k = _$0[0], v = _$0[1]; return k + v; }
//
// What it is not sure of stays as it is. Lines stay where they are.
import { readFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import MagicString from "magic-string";
import * as is from "typescript/unstable/ast/is";
import { API, TypeFlags } from "typescript/unstable/sync";

const SOURCE = resolve("src") + sep;
/** code for browsers has a project of its own */
const PAGE = resolve("src", "graph", "page", "client") + sep;

let rewritten;

/** For esbuild: after plugins that replace whole modules. */
export function plainLoops() {
  return {
    name: "plain-loops",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const code = plainLoopsIn(path);
        return code === null ? undefined : { contents: code.toString(), loader: "ts" };
      });
    },
  };
}

/** For Vitest: what is tested is what ships. */
export function plainLoopsInTests() {
  return {
    name: "plain-loops",
    enforce: "pre",
    transform(source, id) {
      const code = plainLoopsIn(id);
      return code?.original === source
        ? { code: code.toString(), map: code.generateMap({ hires: true }) }
        : null;
    },
  };
}

/**
 * A file of src/ with plain loops.
 *
 * @returns a MagicString; null for a file that stays as it is
 */
export function plainLoopsIn(path) {
  // the source alone: with the tests it would take twice as long
  rewritten ??= rewriteProject(
    resolve("tsconfig.src.json"),
    (file) => file.startsWith(SOURCE) && !file.startsWith(PAGE),
  );
  return rewritten.get(path) ?? null;
}

/**
 * Rewrites the files of a TypeScript project.
 *
 * @param isMeant which of them
 * @returns those that have changed, by their paths
 */
export function rewriteProject(config, isMeant) {
  const api = new API({ cwd: dirname(config) });
  try {
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
    const files = new Map();
    for (const path of project.program.getSourceFileNames().filter(isMeant)) {
      const code = new MagicString(readFileSync(path, "utf8"));
      rewrite(project.program.getSourceFile(path), arraysOf(project.checker), code);
      if (code.hasChanged()) files.set(path, code);
    }
    return files;
  } finally {
    api.close();
  }
}

/** Whether a node is an array, and nothing else, whatever happens. */
function arraysOf(checker) {
  return (node) => {
    const type = checker.getTypeAtLocation(node);
    return type !== undefined && !(type.flags & ANY) && checker.isArrayLikeType(type);
  };
}

/** nobody has checked */
const ANY = TypeFlags.Any | TypeFlags.Unknown | TypeFlags.Never;

function rewrite(file, isArray, code) {
  const text = code.original;
  let count = 0;
  const fresh = () => `_$${count++}`;
  const textOf = (node) => text.slice(node.getStart(), node.end);

  /** Lines stay where they are. */
  const replace = (start, end, content) =>
    code.update(start, end, content + text.slice(start, end).replace(/[^\n]+/g, ""));

  /** What binds the names of a pattern to the items of an array that a name stands for; null: it is not simple. */
  const bindings = (pattern, from) => {
    const found = [];
    for (const [at, element] of pattern.elements.entries()) {
      const { name, initializer, dotDotDotToken } = element;
      if (name === undefined) continue;
      const item = `${from}[${at}]`;
      if (!isSimple(name) || (initializer && !isSimple(initializer))) return null;
      const value = dotDotDotToken
        ? `${from}.slice(${at})`
        : initializer
          ? `${item} === undefined ? ${textOf(initializer)} : ${item}`
          : item;
      found.push(`${textOf(name)} = ${value}`);
    }
    return found;
  };

  const loop = (node) => {
    const { initializer, expression, statement } = node;
    if (node.awaitModifier || !is.isVariableDeclarationList(initializer)) return;
    const { name } = initializer.declarations[0];
    const keyword = text.slice(initializer.getStart(), name.getStart()).trim();
    const entries = is.isArrayBindingPattern(name) ? listOfEntries(expression) : null;
    const list = entries ?? expression;
    if (!isArray(list)) return pairs(node, keyword);
    const [index, all] = [fresh(), fresh()];
    const item = `${all}[${index}]`;
    let head;
    if (entries) {
      const [first, second, ...others] = name.elements;
      if (others.length > 0 || [first, second].some((element) => element?.initializer)) return;
      if (second?.name && !isSimple(second.name)) return;
      head = [
        ...(first?.name ? [`${textOf(first.name)} = ${index}`] : []),
        ...(second?.name ? [`${textOf(second.name)} = ${item}`] : []),
      ];
    } else if (is.isArrayBindingPattern(name) && isArray(name)) {
      const pair = fresh();
      const bound = bindings(name, pair);
      head = bound && [`${pair} = ${item}`, ...bound];
    } else head = isSimple(name) ? [`${textOf(name)} = ${item}`] : null;
    if (head === null) return;
    replace(node.getStart(), list.getStart(), `for (let ${index} = 0, ${all} = `);
    replace(list.end, statement.getStart(), `; ${index} < ${all}.length; ${index}++) `);
    begin(statement, `${keyword} ${head.join(", ")};`);
  };

  /** Of what has no index the pairs do. */
  const pairs = ({ initializer, statement }, keyword) => {
    const { name } = initializer.declarations[0];
    if (!is.isArrayBindingPattern(name) || !isArray(name)) return;
    const pair = fresh();
    const bound = bindings(name, pair);
    if (bound === null || bound.length === 0) return;
    replace(name.getStart(), name.end, pair);
    begin(statement, `${keyword} ${bound.join(", ")};`);
  };

  const begin = (statement, first) => {
    if (is.isBlock(statement)) code.appendRight(statement.getStart() + 1, ` ${first}`);
    else {
      code.appendRight(statement.getStart(), `{ ${first} `);
      code.appendLeft(statement.end, " }");
    }
  };

  const declaration = (node) => {
    const { name, initializer } = node;
    if (!initializer || !is.isArrayBindingPattern(name) || !isArray(initializer)) return;
    const list = fresh();
    const bound = bindings(name, list);
    if (bound === null) return;
    replace(name.getStart(), name.end, list);
    code.appendLeft(initializer.end, ["", ...bound].join(", "));
  };

  const parameters = ({ parameters: all, body }) => {
    const patterns = all.filter(({ name }) => is.isArrayBindingPattern(name));
    if (!body || patterns.length === 0 || all.some(({ initializer }) => initializer)) return;
    const made = patterns.map((parameter) => {
      const list = fresh();
      return { parameter, list, bound: isArray(parameter.name) ? bindings(parameter.name, list) : null };
    });
    if (made.some(({ bound }) => bound === null)) return;
    for (const { parameter, list } of made) replace(parameter.name.getStart(), parameter.name.end, list);
    const bound = made.flatMap((one) => one.bound);
    if (bound.length === 0) return;
    const first = `const ${bound.join(", ")};`;
    if (is.isBlock(body)) code.appendRight(body.getStart() + 1, ` ${first}`);
    else {
      code.appendRight(body.getStart(), `{ ${first} return `);
      code.appendLeft(body.end, "; }");
    }
  };

  const visit = (node) => {
    if (is.isForOfStatement(node)) loop(node);
    else if (is.isVariableDeclaration(node)) declaration(node);
    else if (is.isArrowFunction(node) || is.isFunctionDeclaration(node) || is.isFunctionExpression(node))
      parameters(node);
    node.forEachChild(visit);
  };
  visit(file);
}

/** The array of `array.entries()`. */
function listOfEntries(node) {
  if (!is.isCallExpression(node) || node.arguments.length > 0) return null;
  const { expression } = node;
  const isEntries = is.isPropertyAccessExpression(expression) && expression.name.text === "entries";
  return isEntries ? expression.expression : null;
}

/** Whether no function is inside, which may be rewritten itself: then its text can stand elsewhere. */
function isSimple(node) {
  let simple = true;
  const look = (inner) => {
    if (is.isArrowFunction(inner) || is.isFunctionExpression(inner)) simple = false;
    else inner.forEachChild(look);
  };
  look(node);
  return simple;
}

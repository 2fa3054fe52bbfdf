// The names of what a module of the source exports.
import { readFile } from "node:fs/promises";

const FUNCTION = /^export (?:async )?function\*? (\w+)/;
const VALUE = /^export (?:const|let|class) (\w+)/;
const PASSED_ON = /^export \{([^}]*)\} from/;
const TYPE = /^export (?:type|interface) /;

/** Its functions. */
export async function functionsOf(file) {
  return (await statementsOf(file)).flatMap((statement) => FUNCTION.exec(statement)?.[1] ?? []);
}

/** All but its types. */
export async function valuesOf(file) {
  return (await statementsOf(file)).flatMap((statement) => {
    if (TYPE.test(statement)) return [];
    const [, name] = FUNCTION.exec(statement) ?? VALUE.exec(statement) ?? [];
    if (name !== undefined) return [name];
    const [, names] = PASSED_ON.exec(statement) ?? [];
    // one that is overlooked would be undefined in another script
    if (names === undefined) throw new Error(`${file}: an export of a kind that is not known: ${statement}`);
    return names.split(",").flatMap((part) => (/^\s*(?:type .*)?$/.test(part) ? [] : part.trim()));
  });
}

async function statementsOf(file) {
  return (await readFile(file, "utf8")).match(/^export .*/gm) ?? [];
}

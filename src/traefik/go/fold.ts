/**
 * Unicode's simple case folding as Go's strings.EqualFold applies it: two texts are equal but for case
 * exactly when their folds are the same text. Not full folding (`ß` is not `ss`), and independent of any language.
 */
export function fold(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  let folded = "";
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

/** strings.EqualFold. */
export function equalFold(a: string, b: string): boolean {
  return a === b || fold(a) === fold(b);
}

/** strings.ToLower: letter by letter, without the final sigma and the dotted i of JavaScript's. */
export function toLower(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : text.replace(/./gsu, lowerCharacter);
}

function lowerCharacter(character: string): string {
  if (/^\p{Cs}$/u.test(character)) return "\ufffd";
  return character === "\u0130" ? "i" : single(character.toLowerCase(), character);
}

function foldCharacter(character: string): string {
  const upper = single(character.toUpperCase(), character);
  // the dotless and the dotted i have no simple folding
  if (character === "\u0131" || character === "\u0130") return character;
  const lower = single(upper.toLowerCase(), upper);
  // a letter whose upper case is longer than one character folds to its own lower case
  return lower === upper ? single(character.toLowerCase(), character) : lower;
}

function single(converted: string, original: string): string {
  return /^.$/su.test(converted) ? converted : original;
}

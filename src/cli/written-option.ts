/** The command of a call, as it stands there: flags alone are those of `sync`. */
export function writtenCommand([first]: readonly string[]): string {
  return first === undefined || first.startsWith("-") ? "sync" : first;
}

/** The value of an option as it stands in a call, which may be one that the parser refuses; the last one counts. */
export function writtenOption(args: readonly string[], name: string): string | undefined {
  const flag = `--${name}`;
  let value: string | undefined;
  for (const [index, word] of args.entries()) {
    if (word === "--") break;
    if (word === flag) value = args[index + 1];
    else if (word.startsWith(`${flag}=`)) value = word.slice(flag.length + 1);
  }
  return value;
}

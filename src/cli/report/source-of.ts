import type { Reading } from "../../environment/read.ts";
import { ROUTE_TESTS } from "../../environment/unpublished.ts";

/**
 * Gives the text of the files that were read, to show lines of them. That of one file is remembered, since findings
 * come file by file.
 *
 * @returns undefined for a file that was not read
 */
export function sourceOf(reading: Reading | null): (file: string) => string | undefined {
  let last: { readonly file: string; readonly text: string | undefined } | undefined;
  return (file) => {
    if (last?.file !== file) last = { file, text: textOf(reading, file) };
    return last.text;
  };
}

function textOf(reading: Reading | null, file: string): string | undefined {
  const bytes =
    file === ROUTE_TESTS ? reading?.routeTests : reading?.tree.files.find(({ path }) => path === file)?.bytes;
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}

import type { Range } from "../traefik/load/document.ts";

/** Where a finding about a file as a whole points to. */
export const FILE_START: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

import { jsonText } from "../../printable.ts";
import type { Reporter } from "./format.ts";

/** The one document of `--format json`, its keys in the order of the contract. */
export const jsonReport: Reporter = (report) => `${jsonText(report, 2)}\n`;

import type { Question } from "./question.ts";

export interface AskedLine {
  /** 1-based */
  readonly line: number;
  readonly question: Question;
}

export type RequestLines =
  | { readonly questions: readonly AskedLine[] }
  | { readonly fault: { readonly line: number; readonly says: string } };

/**
 * Reads requests, one JSON object a line: `{"method","url","headers":{},"from","entryPoint","serverName","alpn":[]}`;
 * empty lines are none.
 */
export function questionsOf(text: string): RequestLines {
  const questions: AskedLine[] = [];
  for (const [index, written] of text.split("\n").entries()) {
    if (written.trim() === "") continue;
    const line = index + 1;
    const question = questionOf(written);
    if (typeof question === "string") return { fault: { line, says: question } };
    questions.push({ line, question });
  }
  return { questions };
}

/** @returns what is wrong with it, as a text */
function questionOf(line: string): Question | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return 'a request is an object: {"method": "GET", "url": "https://shop.example.com/"}';
  const given = new Map<string, unknown>(Object.entries(value));
  const unknown = [...given.keys()].find((name) => !FIELDS.includes(name));
  if (unknown !== undefined)
    return `a request has no ${JSON.stringify(unknown)}; it has ${FIELDS.join(", ")}`;
  const texts: Record<string, string> = {};
  for (const name of ["method", "url", "from", "entryPoint", "serverName"]) {
    const text = given.get(name) ?? undefined;
    if (text === undefined) continue;
    if (typeof text !== "string") return `${name} must be a text`;
    texts[name] = text;
  }
  const { method = "GET", url, ...rest } = texts;
  if (url === undefined) return "it has no url";
  const headers = headersOf(given.get("headers") ?? {});
  if (typeof headers === "string") return headers;
  const alpn = given.get("alpn") ?? undefined;
  if (alpn !== undefined && !isTexts(alpn)) return 'alpn is a list of texts: ["h2", "http/1.1"]';
  return { method, url, headers, ...rest, alpn };
}

const FIELDS = ["method", "url", "headers", "from", "entryPoint", "serverName", "alpn"];

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function headersOf(value: unknown): readonly (readonly [string, string])[] | string {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return 'headers is an object: {"Name": "value"}';
  const headers: [string, string][] = [];
  for (const [name, given] of Object.entries(value) as [string, unknown][]) {
    for (const text of Array.isArray(given) ? (given as unknown[]) : [given]) {
      if (typeof text !== "string") return `header ${name} must be a text, or a list of texts`;
      headers.push([name, text]);
    }
  }
  return headers;
}

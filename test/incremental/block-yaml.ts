/** Writes what JSON can hold as most people write YAML: a line a value, lists in the column of their keys or below. */
export function blockYaml(value: unknown, indent = "", deep = true): string {
  if (Array.isArray(value))
    return value.map((item) => `${indent}- ${blockYaml(item, `${indent}  `, deep).trimStart()}`).join("");
  if (!isMap(value)) return `${indent}${scalar(value)}\n`;
  return Object.entries(value)
    .map(([key, member]) => `${indent}${key}:${memberOf(member, indent, deep)}`)
    .join("");
}

function memberOf(value: unknown, indent: string, deep: boolean): string {
  if (Array.isArray(value) && value.length > 0)
    return `\n${blockYaml(value, deep ? `${indent}  ` : indent, deep)}`;
  if (isMap(value) && Object.keys(value).length > 0) return `\n${blockYaml(value, `${indent}  `, deep)}`;
  return ` ${scalar(value)}\n`;
}

function scalar(value: unknown): string {
  return typeof value === "string" && /^[a-z][a-z0-9]*$/.test(value) ? value : JSON.stringify(value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

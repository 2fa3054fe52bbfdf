import { isList, isStruct, type Value } from "../../src/traefik/load/configuration.ts";
import type { Type } from "../../src/traefik/load/type.ts";

/** Fields that are set, but never shown. */
const HIDDEN = new Set(["dynamic.TCPServer.port"]);

/** A decoded value as Traefik's API shows it: without zero values, durations as Go writes them. */
export function apiForm(type: Type, value: Value): unknown {
  if (type.kind === "duration" || type.kind === "nanoseconds") return goDuration(BigInt(value as number));
  if (typeof value === "bigint") return Number(value);
  if (isList(value))
    return value.map((item) => (type.kind === "list" ? apiForm(type.items, item) : plain(item)));
  if (!isStruct(value)) return value;
  const form: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (type.kind === "map") form[name] = apiForm(type.values, member);
    else if (type.kind === "struct") {
      const field = type.fields.get(name);
      if (!field) throw new Error(`no field ${name} in ${type.name}`);
      if (HIDDEN.has(`${type.name}.${name}`)) continue;
      const inner = apiForm(field.type, member);
      if (field.goType.startsWith("*") || !isZero(inner)) form[name] = inner;
    } else form[name] = plain(member);
  }
  return form;
}

function plain(value: Value): unknown {
  if (typeof value === "bigint") return Number(value);
  if (isList(value)) return value.map(plain);
  if (!isStruct(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner as Value)]));
}

/** What `omitempty` leaves out. */
export function isZero(value: unknown): boolean {
  return (
    value === "" ||
    value === "0s" ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0)
  );
}

/** Go's time.Duration.String. */
export function goDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n
    ? `${sign}${minutes}m${seconds}`
    : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, "0");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  return text.slice(0, -digits) + (fraction === "" ? "" : `.${fraction}`);
}

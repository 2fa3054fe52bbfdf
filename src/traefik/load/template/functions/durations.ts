import { parseDuration } from "../../../go/duration.ts";
import { textOf, type Bytes } from "../bytes.ts";
import { parseInteger } from "../number-syntax.ts";
import { Unknowable } from "../errors.ts";
import type { Concrete } from "../values.ts";
import { define, type Functions } from "./define.ts";

/** Functions of durations, which need no clock. */
export const DURATIONS: Functions = {
  duration: define(["interface {}"], ([value]) => formatDuration(BigInt.asIntN(64, seconds(value) * SECOND))),
  durationRound: define(["interface {}"], ([value]) => rounded(nanoseconds(value))),
};

const SECOND = 1_000_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const MOST = 2n ** 63n;

/** A text or an int64; sprig takes any other number for 0. */
function seconds(value: Concrete): bigint {
  if (typeof value === "string") {
    const parsed = parseInteger(value, 10) ?? 0n;
    return parsed >= MOST ? MOST - 1n : parsed < -MOST ? -MOST : parsed;
  }
  return typeof value === "object" && value?.kind === "integer" && value.type === "int64" ? value.value : 0n;
}

function nanoseconds(value: Concrete): bigint {
  if (typeof value === "string") {
    const parsed = parseDuration(textOf(value));
    return parsed.ok ? BigInt(parsed.value) : 0n;
  }
  if (typeof value === "object" && value?.kind === "opaque") throw new Unknowable("the time since then");
  return typeof value === "object" && value?.kind === "integer" && value.type === "int64" ? value.value : 0n;
}

/** time.Duration's String for whole seconds. */
function formatDuration(duration: bigint): Bytes {
  const magnitude = duration < 0n ? -duration : duration;
  const fraction = (magnitude % SECOND).toString().padStart(9, "0").replace(/0+$/, "");
  const secondsText = `${(magnitude % MINUTE) / SECOND}${fraction === "" ? "" : `.${fraction}`}s`;
  const minutes = magnitude >= MINUTE ? `${(magnitude % HOUR) / MINUTE}m` : "";
  const hours = magnitude >= HOUR ? `${magnitude / HOUR}h` : "";
  return (duration < 0n ? "-" : "") + hours + minutes + secondsText;
}

const UNITS: readonly (readonly [string, bigint])[] = [
  ["y", 365n * 24n * HOUR],
  ["mo", 30n * 24n * HOUR],
  ["d", 24n * HOUR],
  ["h", HOUR],
  ["m", MINUTE],
  ["s", SECOND],
];

/** The largest unit that is exceeded, and how often it fits. */
function rounded(duration: bigint): Bytes {
  const magnitude = duration < 0n ? -duration : duration;
  for (const [name, unit] of UNITS) if (magnitude > unit) return `${magnitude / unit}${name}`;
  return "0s";
}

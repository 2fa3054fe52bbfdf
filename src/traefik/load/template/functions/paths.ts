import type { Bytes } from "../bytes.ts";
import { define, type Functions, type GoFunction } from "./define.ts";

/** Go's package path; path/filepath is the same where Traefik's images run. */
export const PATHS: Functions = {
  ...both(
    "base",
    define(["string"], ([path]) => base(path)),
  ),
  ...both(
    "dir",
    define(["string"], ([path]) => clean(path.slice(0, path.lastIndexOf("/") + 1))),
  ),
  ...both(
    "clean",
    define(["string"], ([path]) => clean(path)),
  ),
  ...both(
    "ext",
    define(["string"], ([path]) => /\.[^./]*$/.exec(path)?.[0] ?? ""),
  ),
  ...both(
    "isAbs",
    define(["string"], ([path]) => path.startsWith("/")),
  ),
};

function both(name: string, goFunction: GoFunction): Functions {
  return { [name]: goFunction, [`os${name.charAt(0).toUpperCase()}${name.slice(1)}`]: goFunction };
}

function base(path: Bytes): Bytes {
  if (path === "") return ".";
  const trimmed = withoutTrailingSlashes(path);
  return trimmed === "" ? "/" : trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

function withoutTrailingSlashes(path: Bytes): Bytes {
  let end = path.length;
  while (path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}

/** path.Clean: no empty, `.` or inner `..` elements. */
function clean(path: Bytes): Bytes {
  const rooted = path.startsWith("/");
  const kept: Bytes[] = [];
  for (const element of path.split("/")) {
    if (element === "" || element === ".") continue;
    if (element !== ".." || (!rooted && (kept.length === 0 || kept.at(-1) === ".."))) kept.push(element);
    else kept.pop();
  }
  return (rooted ? "/" : "") + kept.join("/") || ".";
}

#!/usr/bin/env node
// Node's loader would compile dist/start.cjs anew at every start, which takes longer than this.
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { Script } = require("node:vm");

const dist = path.join(__dirname, "..", "dist");
const filename = path.join(dist, "start.cjs");
const source = `(function(exports,require,module,__dirname){${readFileSync(filename, "latin1")}\n})`;
const start = { exports: {} };
new Script(source, { filename, cachedData: readCode() }).runInThisContext()(
  start.exports,
  require,
  start,
  dist,
);
start.exports.hook();

/** What V8 made of it at build time; undefined where another V8 did. */
function readCode() {
  try {
    return readFileSync(path.join(dist, "code", `${process.versions.v8}-${process.arch}`, "start"));
  } catch {
    return undefined;
  }
}

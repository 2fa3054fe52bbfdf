import { afterAll, expect, test } from "vitest";
import { join } from "node:path";
import { readEnvFile } from "../../src/cli/env-file.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { sandbox } from "../support/transcript.ts";

const box = sandbox({
  "good.env": '# a comment\n\nHOST=shop.example.com\r\n  EMPTY=\nQUOTED="as it is" # too\nA=b=c\n',
  "bad.env": "GOOD=1\nhunter2\n",
});
afterAll(() => {
  box.remove();
});

test("takes lines NAME=value, the value as it is", () => {
  expect(readEnvFile(join(box.root, "good.env"))).toEqual([
    ["HOST", "shop.example.com"],
    ["EMPTY", ""],
    ["QUOTED", '"as it is" # too'],
    ["A", "b=c"],
  ]);
});

test("names the line that is none, not its content", () => {
  const read = () => readEnvFile(join(box.root, "bad.env"));
  expect(read).toThrow(UsageError);
  expect(read).toThrow(/bad\.env:2 is not NAME=value$/);
});

// Not through the command line: Node up to 22 looks for a missing --env-file itself.
test("says that the file is not there", () => {
  expect(() => readEnvFile(join(box.root, "none.env"))).toThrow(/none\.env cannot be read \(ENOENT\)/);
});

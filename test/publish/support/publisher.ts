// Publishes what a JSON file says, as a process of its own: publisher.mjs REQUEST. Prints the outcome.
import { readFileSync } from "node:fs";
import { nodePorts } from "../../../src/publish/node-ports.ts";
import { publish } from "../../../src/publish/publish.ts";
import type { PublishRequest } from "../../../src/publish/types.ts";

interface Asked extends Omit<PublishRequest, "tree"> {
  readonly files: readonly { readonly path: string; readonly text: string; readonly mode: number }[];
}

const { files, ...request } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Asked;
const tree = { files: files.map(({ path, text, mode }) => ({ path, bytes: Buffer.from(text), mode })) };
const outcome = await publish(
  { ...request, tree },
  nodePorts(process, () => undefined),
);
console.log(outcome.outcome);

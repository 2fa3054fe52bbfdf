import type { Command } from "./command.ts";
import { COMPLETION } from "./definitions/completion.ts";
import { EXPLAIN } from "./definitions/explain.ts";
import { GRAPH } from "./definitions/graph.ts";
import { PLAN } from "./definitions/plan.ts";
import { ROLLBACK } from "./definitions/rollback.ts";
import { RULE } from "./definitions/rule.ts";
import { SCHEMA } from "./definitions/schema.ts";
import { STATUS } from "./definitions/status.ts";
import { SYNC } from "./definitions/sync.ts";
import { TEST } from "./definitions/test.ts";
import { VALIDATE } from "./definitions/validate.ts";

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  SYNC,
  VALIDATE,
  PLAN,
  TEST,
  EXPLAIN,
  STATUS,
  ROLLBACK,
  GRAPH,
  SCHEMA,
  RULE,
  COMPLETION,
];

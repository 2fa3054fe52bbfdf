import type { Command } from "./command.ts";
import { ruleIds } from "../rules.ts";
import { PUBLISH_SETTINGS } from "./publish-settings.ts";

const RULE_IDS = ruleIds();

/** Every command there is, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "sync",
    operands: "",
    summary: "judge the environment and publish it into the target: what git-sync's exec hook calls",
    description:
      "Reads the environment of a checkout, judges it as Traefik would, and makes the target its copy without a " +
      "moment in which Traefik could read a mixture. A rejected environment changes nothing. Only files that were " +
      "published before are ever changed or deleted.",
    settings: [
      "worktree",
      "configPath",
      ...PUBLISH_SETTINGS,
      "traefikVersion",
      "traefikBin",
      "preflight",
      "sameEnv",
      "failOn",
      "routeTests",
      "logFormat",
      "metricsFile",
      "revision",
    ],
    options: [
      { flag: "--dry-run", about: "do all but write: the plan that would be carried out" },
      { flag: "--format <format>", about: "of the report on stdout: text, json", values: ["text", "json"] },
    ],
    examples: [
      ["GATEWAY_CONFIG_PATH=envs/staging gateway-hook-configsync", "as git-sync calls it"],
      [
        "gateway-hook-configsync sync --config-path envs/staging --target ./out --dry-run",
        "what would be written, by hand",
      ],
    ],
    load: async () => (await import("./commands/sync.ts")).runSync,
  },
  {
    name: "validate",
    operands: "[env_dir...]",
    summary: "judge environments as Traefik would, and write nothing",
    description:
      "Without a folder: every environment of the checkout, found by its static file (traefik.yaml, traefik.yml or " +
      "traefik.toml). Folders may be globs; - judges one dynamic file from stdin. Ends with 1 when one is rejected. In " +
      "github and sarif, paths are those from the root of the repository, wherever it is called.",
    settings: ["worktree", "target", "traefikVersion", "failOn", "routeTests"],
    options: [
      {
        flag: "--format <format>",
        about: "text, json, sarif, github, junit; default: github in a GitHub workflow, else text",
        values: ["text", "json", "sarif", "github", "junit"],
      },
      { flag: "--output <file>", about: "write the report there instead of to stdout" },
      {
        flag: "--only <rule>",
        about:
          "look at these rules alone, and at what Traefik would refuse or die of (repeatable, or a list with commas)",
        values: RULE_IDS,
        repeatable: true,
      },
      {
        flag: "--ignore <rule>",
        about:
          "leave these rules out (repeatable, or a list with commas), but none by which Traefik would refuse or die",
        values: RULE_IDS,
        repeatable: true,
      },
      {
        flag: "--env-file <file>",
        about: "variables that templates read, as lines NAME=value",
        repeatable: true,
      },
      { flag: "--stdin-filename <name>", about: "what the file from stdin is called; default: stdin.yaml" },
    ],
    examples: [
      ["gateway-hook-configsync validate", "every environment of the checkout"],
      ["gateway-hook-configsync validate envs/staging envs/production", "two of them"],
      [
        "gateway-hook-configsync validate 'envs/**' --format sarif --output traefik.sarif",
        "for code scanning",
      ],
      [
        "gateway-hook-configsync validate - < envs/staging/conf.d/shared/middlewares.yaml",
        "one file, from an editor",
      ],
    ],
    load: async () => (await import("./commands/validate.ts")).runValidate,
  },
  {
    name: "plan",
    operands: "[env_dir]",
    summary: "tell what publishing would change: object by object, and file by file",
    description:
      "Compares an environment with what is published in the target, or with a commit; writes nothing. Without a " +
      "folder: the environment that `sync` would publish. Ends with 0, or with 1 when it would be rejected.",
    settings: [
      "worktree",
      "configPath",
      "target",
      "stateDir",
      "allowEmpty",
      "traefikVersion",
      "failOn",
      "routeTests",
    ],
    options: [
      {
        flag: "--against <revision>",
        about:
          "compare with the environment of this commit, such as origin/main, not with what is published; of one whose folder is gone: what goes with it",
      },
      {
        flag: "--format <format>",
        about: "text, json, markdown; default: text",
        values: ["text", "json", "markdown"],
      },
      { flag: "--detailed-exitcode", about: "end with 2 where there are changes, as Terraform does" },
    ],
    examples: [
      [
        "gateway-hook-configsync plan envs/staging --target /etc/traefik",
        "what the next publication changes",
      ],
      [
        "gateway-hook-configsync plan envs/staging --against origin/main --format markdown",
        "what a pull request changes, for its comment",
      ],
      ["gateway-hook-configsync plan envs/staging --format json", "the same for a machine"],
    ],
    load: async () => (await import("./commands/plan.ts")).runPlan,
  },
  {
    name: "test",
    operands: "[env_dir...]",
    summary: "run the route tests of environments: which request goes where",
    description:
      "Each environment's gateway.test.yaml says which request reaches which router, with which middlewares, service, " +
      "weights, redirection or path; a failure says why. Needs no Traefik. Without a folder: every environment of the " +
      "checkout that has such a file. Ends with 1 when a test fails, with 2 when a file of tests makes no sense.",
    settings: ["worktree", "target", "traefikVersion"],
    options: [
      {
        flag: "--format <format>",
        about: "text, json, junit, github; default: github in a GitHub workflow, else text",
        values: ["text", "json", "junit", "github"],
      },
      { flag: "--init", about: "write a first gateway.test.yaml from the environment's routers" },
      {
        flag: "--env-file <file>",
        about: "variables that templates read, as lines NAME=value",
        repeatable: true,
      },
    ],
    examples: [
      [
        "gateway-hook-configsync test --init envs/new",
        "begin with what is there",
        "an environment without route tests",
      ],
      ["gateway-hook-configsync test", "every environment with tests"],
      ["gateway-hook-configsync test envs/staging --format junit", "for CI"],
    ],
    load: async () => (await import("./commands/test.ts")).runTest,
  },
  {
    name: "explain",
    operands: "[method] [url]",
    summary: "tell where a request goes: the routers tried, what happens on the way, where it ends",
    description:
      "Follows a request through the configuration as Traefik would, without Traefik: entry point, routers in their " +
      "order with the part of their rules that does not hold, middlewares, service and servers with the part of such " +
      "requests that each gets. tcp://host:port and tls://host:port are connections without HTTP. Without --env: the " +
      "environment that `sync` would publish.",
    settings: ["worktree", "configPath", "target", "stateDir", "traefikVersion", "sameEnv"],
    options: [
      { flag: "-H, --header <header>", about: "a header, as in 'Name: value'", repeatable: true },
      { flag: "--from <ip>", about: "the client's address; default: 127.0.0.1" },
      {
        flag: "--entrypoint <name>",
        about: "where it arrives; default: the entry point with the URL's port",
      },
      { flag: "--sni <name>", about: "the name in the TLS handshake; default: the URL's host" },
      {
        flag: "--alpn <protocols>",
        about: "what the client offers in the handshake: postgresql, or h2,http/1.1 as https does by default",
      },
      { flag: "--env <env_dir>", about: "the environment to ask" },
      { flag: "--published", about: "ask what is published in the target" },
      { flag: "--against <revision>", about: "ask the environment as a commit has it: origin/main, HEAD~1" },
      {
        flag: "--requests <file>",
        about: "requests, one JSON object a line; a document per line comes back",
      },
      {
        flag: "--format <format>",
        about: "text, json; default: text, with --requests json",
        values: ["text", "json"],
      },
    ],
    examples: [
      ["gateway-hook-configsync explain GET https://shop.staging.example.com/cart", "where the cart goes"],
      [
        "gateway-hook-configsync explain POST https://api.example.com/v1 -H 'X-Beta: 1' --from 203.0.113.7",
        "with a header, from an address",
      ],
      [
        "gateway-hook-configsync explain GET http://shop.example.com/ --env envs/staging --format json",
        "for a machine",
      ],
    ],
    load: async () => (await import("./commands/explain.ts")).runExplain,
  },
  {
    name: "status",
    operands: "",
    summary: "tell what is published, what became of the last run, and what drifted",
    description:
      "Changes nothing. The history holds the revisions that `rollback` can publish again. The revision is that of the " +
      "publication: a later commit with the same content is nothing to do, so that nothing is written for it but the " +
      "log and the metrics, which name it.",
    settings: ["target", "stateDir"],
    options: [{ flag: "--format <format>", about: "text, json; default: text", values: ["text", "json"] }],
    examples: [
      ["gateway-hook-configsync status", "the gateway's revision, last run, drift and history"],
      ["gateway-hook-configsync status --format json", "the same for a machine"],
    ],
    load: async () => (await import("./commands/status.ts")).runStatus,
  },
  {
    name: "rollback",
    operands: "[revision]",
    summary: "publish an earlier revision again",
    description:
      "Without a revision: the one before the published. What the checkout holds now is not published again until " +
      "it changes. Ends with 2 where the history holds no such revision, or several that begin so.",
    settings: [...PUBLISH_SETTINGS, "logFormat", "metricsFile"],
    options: [
      {
        flag: "--format <format>",
        about: "report on stdout: text, json; default: text on a terminal, else none",
      },
    ],
    examples: [
      ["gateway-hook-configsync rollback", "back to the revision before", "two publications"],
      [
        "gateway-hook-configsync rollback 3f2a91c",
        "back to one of the history, named by its beginning",
        "that revision",
      ],
    ],
    load: async () => (await import("./commands/rollback.ts")).runRollback,
  },
  {
    name: "graph",
    operands: "[env_dir]",
    summary: "draw the ways of an environment: entry points, routers, middlewares, services, servers",
    description:
      "Without a folder: the environment that `sync` would publish. Weights stand on the edges of a canary; what " +
      "Traefik does not serve is marked, and so is what only another provider knows. The HTML page is one file that " +
      "loads nothing: it can be searched, zoomed and moved.",
    settings: ["worktree", "configPath", "target", "traefikVersion"],
    options: [
      {
        flag: "--format <format>",
        about: "mermaid, dot, html, json; default: what the ending of --output says, else mermaid",
        values: ["mermaid", "dot", "html", "json"],
      },
      { flag: "--output <file>", about: "write it there instead of to stdout" },
      { flag: "--search <words>", about: "only what is on the way of something that holds all these words" },
    ],
    examples: [
      ["gateway-hook-configsync graph envs/staging", "for a Markdown file"],
      ["gateway-hook-configsync graph envs/staging --output routes.html", "a page to search and move in"],
      ["gateway-hook-configsync graph envs/staging --search shop", "the ways of one application"],
      [
        "gateway-hook-configsync graph envs/staging --format dot | dot -Tsvg > routes.svg",
        "by Graphviz",
        "Graphviz",
      ],
    ],
    load: async () => (await import("./commands/graph.ts")).runGraph,
  },
  {
    name: "schema",
    operands: "<static|dynamic|tests>",
    summary: "print the JSON Schema of a configuration, or of route tests, for editors",
    description:
      "Made from Traefik's own Go types, with its descriptions: documented names alone, in JSON Schema draft 7. " +
      "docs/editors.md tells where editors want it.",
    settings: ["traefikVersion"],
    options: [],
    examples: [
      ["gateway-hook-configsync schema dynamic > traefik-dynamic.schema.json", "for a YAML language server"],
      ["gateway-hook-configsync schema tests > gateway.test.schema.json", "for gateway.test.yaml"],
    ],
    load: async () => (await import("./commands/schema.ts")).runSchema,
  },
  {
    name: "rule",
    operands: "[rule...]",
    summary: "print what is written about a rule: what Traefik does, an example, how to mend it",
    description:
      "The page of each rule that is named, in Markdown; without a name a line for each rule that there is. Findings have " +
      "their rule's name in brackets.",
    settings: [],
    options: [],
    examples: [
      ["gateway-hook-configsync rule unknown-field", "what a finding of that rule means"],
      ["gateway-hook-configsync rule", "all rules, with what they are about"],
    ],
    load: async () => (await import("./commands/rule.ts")).runRule,
  },
  {
    name: "completion",
    operands: "<bash|zsh|fish>",
    summary: "print what a shell needs to complete commands, flags, values and rules",
    description:
      "Made from the definitions of this very version. bash: source <(gateway-hook-configsync completion bash) in " +
      "~/.bashrc; zsh: the same in ~/.zshrc after compinit; fish: into " +
      "~/.config/fish/completions/gateway-hook-configsync.fish.",
    settings: [],
    options: [],
    examples: [
      ["source <(gateway-hook-configsync completion bash)", "for this shell"],
      ["gateway-hook-configsync completion fish > gateway-hook-configsync.fish", "as a file"],
    ],
    load: async () => (await import("./commands/completion.ts")).runCompletion,
  },
];

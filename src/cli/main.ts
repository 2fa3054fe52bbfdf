import { EXIT, type ExitCode } from "./exit-code.ts";
import { processTerminal, type Terminal } from "./terminal.ts";
import { endUnchanged, placesOf } from "./unchanged.ts";

/** The process: what it was called with, and the exit code that it ends with. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const terminal = processTerminal();
  const code = await run(args, terminal);
  const lost = terminal.lost();
  if (lost === null) process.exitCode = code;
  else {
    const { tellLoss } = await import("./tell-failure.ts");
    process.exitCode = tellLoss(lost, code, args, terminal);
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    // The hook is called without arguments every few seconds: it does without the parser.
    if (args.length === 0) {
      // Node loads `performance` when it is first named
      const started = Date.now();
      const places = placesOf(terminal);
      if (places !== null && endUnchanged(places, terminal, started)) return EXIT.accepted;
      const { syncAt } = await import("./commands/sync.ts");
      return await syncAt(places, {}, terminal);
    }
    const { runProgram } = await import("./program.ts");
    return await runProgram(args, terminal);
  } catch (error) {
    const { tellFailure } = await import("./tell-failure.ts");
    return tellFailure(error, args, terminal);
  }
}

/** For whoever runs this in a process that goes on. No top-level await: the bundle is CommonJS. */
export const ended = main();

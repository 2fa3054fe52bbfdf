// Publishes under load by several publishers, into a real Traefik, and prints what each lost: npm run bench:publish.
import { runBundled } from "./run-bundled.js";

await runBundled("bench-publish", {
  main: "tools/bench-publish/main.ts",
  load: "tools/bench-publish/load.ts",
});

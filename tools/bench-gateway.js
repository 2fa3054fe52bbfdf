// Runs the gateway with the real Traefik and git-sync under load, and prints what it reached: npm run bench:gateway.
import { runBundled } from "./run-bundled.js";

await runBundled("bench-gateway", { main: "tools/bench-gateway/main.ts" });

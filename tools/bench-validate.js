// How long judging 1,000 files takes beside only parsing them with the npm package `yaml`, in one process and one run:
// npm run bench:validate
import { execFileSync } from "node:child_process";
import { build } from "esbuild";
import { compiledSchemas, schemasInside } from "./bundle-options.js";
import { compileSchemas } from "./compile-schemas.js";

const outfile = ".cache/bench/validate/bench.mjs";
await compileSchemas(".cache/bench/validate/schemas");
await build({
  stdin: {
    resolveDir: ".",
    loader: "ts",
    contents: `
      import { parseDocument } from "yaml";
      import { judge } from "./src/validate.ts";
      const encoder = new TextEncoder();
      const files = Array.from({ length: 1000 }, (_, n) => ({
        path: "conf.d/app-" + String(n).padStart(4, "0") + ".yaml",
        mode: 0o644,
        bytes: encoder.encode(text(n)),
      }));
      const tree = { files: [...files, { path: "traefik.yaml", mode: 0o644, bytes: encoder.encode(STATIC()) }] };
      const options = { traefikVersion: "3.7", targetDir: "/etc/traefik", failOn: "error", variables: {} };
      const texts = files.map(({ bytes }) => new TextDecoder().decode(bytes));
      const rounds = 7;
      const times = { judged: [], parsed: [] };
      for (let round = 0; round < rounds; round++) {
        times.parsed.push(clock(() => texts.forEach((one) => parseDocument(one))));
        times.judged.push(clock(() => {
          const { verdict, routers } = judge({ tree, diagnostics: [] }, options);
          if (verdict !== "accepted" || routers !== 2000) throw new Error(verdict + " " + routers);
        }));
      }
      const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
      const [judged, parsed] = [median(times.judged), median(times.parsed)];
      console.log("1,000 files, " + Math.round(texts.join("").length / 1024) + " KiB, medians of " + rounds + " rounds, Node " + process.version);
      console.log("parsed with yaml alone        " + parsed.toFixed(0).padStart(6) + " ms");
      console.log("judged, parsing included      " + judged.toFixed(0).padStart(6) + " ms   ratio " + (judged / parsed).toFixed(2));
      console.log("first round (cold)            " + times.judged[0].toFixed(0).padStart(6) + " ms   ratio " + (times.judged[0] / times.parsed[0]).toFixed(2));
      function clock(work) { const start = performance.now(); work(); return performance.now() - start; }
      function STATIC() { return "entryPoints:\\n  web: {address: ':80'}\\nproviders:\\n  file: {directory: /etc/traefik/conf.d}\\n"; }
      function text(n) {
        return [
          "# Application " + n, "http:", "  routers:",
          "    app-" + n + ":", "      rule: Host(\`app-" + n + ".example.com\`) && PathPrefix(\`/api\`)",
          "      entryPoints: [web]", "      middlewares:", "        - headers-" + n, "        - strip-" + n, "      service: split-" + n,
          "    app-" + n + "-b:", "      rule: Host(\`app-" + n + ".example.com\`) && Header(\`X-Variant\`, \`b\`)",
          "      service: v2-" + n, "      middlewares: [headers-" + n + "]", "  services:", "    split-" + n + ":", "      weighted:", "        services:",
          "          - name: v1-" + n, "            weight: 90", "          - name: v2-" + n, "            weight: 10",
          "    v1-" + n + ":", "      loadBalancer:", "        servers:", "          - url: http://10.0.0.1:8080",
          "    v2-" + n + ":", "      loadBalancer:", "        servers:", "          - url: http://10.0.0.2:8080",
          "  middlewares:", "    headers-" + n + ":", "      headers:", "        customRequestHeaders:", "          X-App: app-" + n,
          "    strip-" + n + ":", "      stripPrefix:", "        prefixes: [/api]", "",
        ].join("\\n");
      }
    `,
  },
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  plugins: [compiledSchemas(await schemasInside(".cache/bench/validate/schemas"))],
  logLevel: "warning",
});
execFileSync(process.execPath, [outfile], { stdio: "inherit" });

import { basename } from "node:path";

/**
 * The standalone executable: one file, and which of the three it is its name says, as busybox does it. Each is
 * loaded only when it is the one.
 */
switch (basename(process.argv0)) {
  case "gateway":
    void import("./gateway/main.ts");
    break;
  case "gateway-healthz":
    void import("./gateway/healthz-main.ts");
    break;
  default:
    void import("./cli/main.ts");
}

import { inOrder } from "../bench.ts";
import { checkRegexp } from "../regexp.ts";
import { checkClientTls } from "../tls/client-tls.ts";
import { structOf, textOf } from "../values.ts";
import type { MiddlewareCheck } from "./context.ts";

export const forwardAuth: MiddlewareCheck = (config, { bench, owner }) => {
  const tls = structOf(config, "tls");
  const regexp = textOf(config, "authResponseHeadersRegex");
  return inOrder(
    () =>
      tls
        ? checkClientTls(bench, owner, tls, (text) => `unable to create client TLS configuration: ${text}`)
        : [],
    () =>
      regexp === ""
        ? []
        : checkRegexp(
            bench,
            owner,
            [config, "authResponseHeadersRegex"],
            regexp,
            (text) => `error compiling regular expression ${regexp}: ${text}`,
          ),
  );
};

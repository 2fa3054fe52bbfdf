import { basename, dirname, join } from "node:path";

const HOOK = "gateway-hook-configsync";

/**
 * The hook's executable: beside the gateway's own. In the image all three are one file under three names; in the npm
 * package they are scripts of `bin/`.
 *
 * @param execPath the running executable: Node, or the standalone one
 * @param script the running script
 */
export function hookExecutable(execPath: string, script: string): string {
  const isNode = /^node(\.exe)?$/.test(basename(execPath));
  return isNode ? join(dirname(script), `${HOOK}.js`) : join(dirname(execPath), HOOK);
}

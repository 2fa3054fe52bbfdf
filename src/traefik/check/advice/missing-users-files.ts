import { CUSTOMARY_TARGET } from "../../../environment/layout.ts";
import type { Struct } from "../../load/configuration.ts";
import type { Bench } from "../bench.ts";
import { placeOf } from "../fault.ts";
import type { MachineFiles } from "../machine-files.ts";
import { describe } from "../names.ts";
import { structOf, textOf } from "../values.ts";

/**
 * Files of users where the environment will lie, which it does not hold. Whether a stranger has put one there cannot be
 * known; of all other folders nothing is.
 */
export function adviseUsersFiles({ configuration, files, ledger }: Bench): void {
  for (const object of configuration.objects["http.middlewares"].values()) {
    const config = structOf(object.value, "basicAuth") ?? structOf(object.value, "digestAuth");
    if (config === undefined || !isUnpublished(config, files)) continue;
    ledger.remark("missing-users-file", {
      place: placeOf(object, [config, "usersFile"]),
      object,
      message: `${describe(object)}: the environment does not have its usersFile; without one Traefik disables the middleware, and every router that uses it`,
      hint: textOf(config, "usersFile").startsWith("/")
        ? "publish the file with the environment, or correct the path"
        : "publish the file with the environment, and write the whole path: a relative one leads from the folder in which Traefik is started",
    });
  }
}

function isUnpublished(config: Struct, files: MachineFiles): boolean {
  const path = textOf(config, "usersFile");
  if (path === "") return false;
  if (path.startsWith("/")) return files(path)?.kind === "unpublished";
  // from where Traefik is started: taken for the target, or the root, where its image starts it
  return (
    files(`${CUSTOMARY_TARGET}/${path}`)?.kind === "unpublished" && files(`/${path}`)?.kind !== "content"
  );
}

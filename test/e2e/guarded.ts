import { ask } from "./request.ts";

const HOST = "guarded.example.com";
/** a file of the environment that is no configuration */
export const USERS = "secrets/users";

/** A router behind a file that names one user. */
export function guardedBy(target: string, user: string): Record<string, string> {
  const http = {
    routers: {
      guarded: { rule: `Host(\`${HOST}\`)`, middlewares: ["guard"], service: "noop@internal" },
    },
    middlewares: { guard: { basicAuth: { usersFile: `${target}/${USERS}` } } },
  };
  // the password of everybody is "one"
  return {
    "conf.d/guarded/routers.yaml": JSON.stringify({ http }),
    [USERS]: `${user}:{SHA}/gW83NxJKAEngaXxoqd8u1OY4QY=\n`,
  };
}

/** Whether the router lets a user pass: the service behind it answers 418. */
export async function isAdmitted(port: number, user: string): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${user}:one`).toString("base64")}`;
  return (await ask(port, HOST, "/", { authorization })).status === 418;
}

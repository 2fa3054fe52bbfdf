/** Why no request can have a host; null where one can. */
export function impossibleHost(host: string): { readonly says: string; readonly hint: string } | null {
  if (host.includes("/")) {
    const bare = host.replace(/^[A-Za-z][A-Za-z\d+.-]*:\/\//, "").replace(/\/.*$/s, "");
    return {
      says: "a host has neither a scheme nor a path",
      hint: `Host(\`${bare}\`), and PathPrefix for a path`,
    };
  }
  if (/\s/.test(host))
    return { says: "a host has no blanks", hint: `Host(\`${host.trim().split(/\s/, 1)[0]}\`)` };
  if (host.includes(","))
    return {
      says: "a matcher takes one host",
      hint: host
        .split(",")
        .map((one) => `Host(\`${one.trim()}\`)`)
        .join(" || "),
    };
  const port = /^([^:]*):\d+$/.exec(host)?.[1];
  return port === undefined
    ? null
    : { says: "Traefik compares hosts without their port", hint: `Host(\`${port}\`)` };
}

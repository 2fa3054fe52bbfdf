/** More names do not make a message clearer. */
const MOST_NAMES = 5;

/**
 * Says that an environment would take the last router away.
 *
 * @param count how many routers are published
 * @param objects names of what is published, as `http.routers.shop`; null where they are not known
 */
export function routersGone(count: number, objects: readonly string[] | null): string {
  const names = (objects ?? []).filter((name) => /^(?:http|tcp|udp)\.routers\./.test(name));
  const more = names.length - MOST_NAMES;
  const listed = names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
  const which = names.length === 0 ? "" : ` (${listed})`;
  return `the environment leaves no router where ${count} ${count === 1 ? "is" : "are"} published${which}; GATEWAY_ALLOW_EMPTY=1 publishes it`;
}

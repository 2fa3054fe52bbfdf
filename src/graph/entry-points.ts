import type { EntryPointFacts, StaticFacts } from "../traefik/static/facts.ts";
import type { Sheet } from "./sheet.ts";

export function entryPointId(name: string): string {
  return `entryPoints.${name}`;
}

/** The entry points of the static configuration, and where they send requests by themselves. */
export function addEntryPoints(sheet: Sheet): void {
  const { facts } = sheet;
  for (const [name, point] of facts.entryPoints) {
    sheet.add({
      id: entryPointId(name),
      kind: "entryPoint",
      protocol: point.protocol === "udp" ? "udp" : "http",
      name,
      detail: [point.address, ...servedBy(facts, name), redirects(point)].filter(Boolean).join(" · "),
      state: "enabled",
      problem: null,
      file: null,
      line: null,
    });
  }
  for (const [name, { redirection }] of facts.entryPoints) {
    if (redirection === null || !facts.entryPoints.has(redirection.to)) continue;
    const label = `redirects to ${redirection.scheme}`;
    sheet.connect(entryPointId(name), entryPointId(redirection.to), { label, isMain: false });
  }
}

function redirects({ redirection }: EntryPointFacts): string {
  return redirection === null ? "" : `redirects to ${redirection.to}`;
}

/** What Traefik itself answers on an entry point. */
function servedBy({ api, ping, prometheus }: StaticFacts, name: string): string[] {
  return [
    api?.insecure === true && name === "traefik" ? "API" : "",
    ping?.entryPoint === name && !ping.manualRouting ? "ping" : "",
    prometheus?.entryPoint === name && !prometheus.manualRouting ? "metrics" : "",
  ];
}

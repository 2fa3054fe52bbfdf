import { quote } from "../../go/strconv.ts";
import type { LoadedObject } from "../../load/configuration.ts";
import { behaves } from "../behaviour.ts";
import { fault } from "../fault.ts";
import { writtenName } from "../names.ts";
import { isAscii } from "../../go/utf8.ts";
import { impossibleHost } from "../rules/impossible-host.ts";
import { blameRule } from "../rules/blame-rule.ts";
import { readTlsRule, tlsHosts } from "../rules/http-rule.ts";
import type { HttpBench } from "./bench.ts";
import { byHost } from "./conflicts.ts";
import { DEFAULT_OPTIONS, wantedOptions, type HttpRouter } from "./router.ts";

/**
 * The look that Traefik's TLS takes at HTTP routers with tls: their rules once more, whether their options have a
 * host to be chosen by, whether they conflict with those of other routers.
 */
export function checkTlsRouters(bench: HttpBench, present: ReadonlyMap<string, readonly HttpRouter[]>): void {
  for (const routers of present.values()) {
    for (const router of routers) if (router.source) checkRouter(bench, router, router.source);
    if (!behaves(bench.version, "conflictsRename")) warnOfConflicts(bench, routers);
  }
}

function checkRouter(bench: HttpBench, router: HttpRouter, owner: LoadedObject): void {
  const { ledger, version, facts } = bench;
  const { tls, rule, name } = router;
  if (!tls) return;
  const read = readTlsRule(bench, rule);
  if (!read.ok) return ledger.fail(router, blameRule(owner, rule, read.fault));
  const { hosts } = read;
  const options = wantedOptions(name, tls.options);
  if (hosts.length === 0 && options !== DEFAULT_OPTIONS) {
    const isFault = behaves(version, "optionsNeedHost");
    const text = `no domain found in rule ${rule}, the TLS option ${options} cannot be applied`;
    const found = fault(text, {
      rule: isFault ? "tls-options-without-host" : "tls-options-unused",
      owner,
      at: tls.options.at,
      says: `TLS options are chosen by the host that a client asks for, and its rule names none: ${tls.options.name} has no effect`,
      hint: "add a Host matcher to the rule",
    });
    if (isFault) ledger.warn(router, found);
    else ledger.note(found.cause);
  }
  if (hosts.length > 0 && tls.resolved !== options && !facts.strictTlsOptions) {
    const text =
      "router's TLSOptions configuration is conflicting with other routers on the same entrypoint and host, default TLS options will be used instead";
    ledger.warn(
      router,
      fault(text, {
        rule: "tls-options-conflict",
        owner,
        at: tls.options.at,
        says: `another router has other TLS options for the same host (${hosts.join(", ")}), so both get the default ones`,
        hint: "one host, one set of TLS options",
      }),
    );
  }
  const reading = { wildcards: behaves(bench.version, "wildcardHosts"), syntax: "v3" } as const;
  for (const host of hosts)
    if (!isServerName(host) && !impossibleHost(host, reading)) noteOddHost(bench, owner, host);
  if (facts.known && tls.certResolver.name !== "" && !facts.certResolvers.has(tls.certResolver.name)) {
    const { cause } = fault("", {
      rule: "unknown-cert-resolver",
      owner,
      at: tls.certResolver.at,
      says: `certificate resolver "${tls.certResolver.name}" does not exist: no certificate is ever ordered`,
      hint: `resolvers: ${[...facts.certResolvers.keys()].join(", ") || "none"}`,
    });
    ledger.note(cause);
  }
}

/** Before 3.7 the routers keep their names and all of the host's get the default options. */
function warnOfConflicts(bench: HttpBench, routers: readonly HttpRouter[]): void {
  const { ledger, chance } = bench;
  for (const [host, present] of byHost(routers, (rule) => tlsHosts(bench, rule))) {
    // of those with the same options Traefik tells only the one it came by last
    const told = new Map<string, HttpRouter>();
    for (const router of chance.order(present)) {
      if (router.tls) told.set(wantedOptions(router.name, router.tls.options), router);
    }
    if (told.size < 2) continue;
    for (const router of chance.every ? present : told.values()) {
      if (!router.source) continue;
      const others = present.filter((other) => other !== router).map(({ name }) => writtenName(name));
      const text = `found different TLS options for routers on the same host ${host}, so using the default TLS options instead`;
      ledger.warn(
        router,
        fault(text, {
          rule: "tls-options-conflict",
          owner: router.source,
          at: router.tls?.options.at,
          says: `it and ${others.join(", ")} have different TLS options for host ${host}, so all get the default ones`,
          hint: "one host, one set of TLS options",
        }),
      );
    }
  }
}

/** A host that TLS can be asked for. */
function isServerName(host: string): boolean {
  return host === "*" || (isAscii(host) && /^(?:\*\.)?[A-Za-z0-9_.:-]+$/.test(host));
}

function noteOddHost({ ledger }: HttpBench, owner: LoadedObject, host: string): void {
  const { cause } = fault("", {
    rule: "host-not-servable",
    owner,
    at: [owner.value, "rule"],
    says: `no client can ask for the host ${quote(host)} in its rule, so its TLS options are not applied to it`,
  });
  ledger.note(cause);
}

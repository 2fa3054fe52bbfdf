import { flagOf, integerOf, listOf, structOf, textOf, textsOf } from "../../check/values.ts";
import { quote } from "../../go/strconv.ts";
import { isLoadable } from "../../load/discover.ts";
import type { Struct } from "../../load/configuration.ts";
import { starts } from "../behaviour.ts";
import type { StaticFault, StaticSubject } from "../fault.ts";
import { suggest } from "../suggest.ts";

/** Providers: what Traefik does not start with, and providers that it starts without. */
export function checkProviders(subject: StaticSubject): StaticFault[] {
  const providers = structOf(subject.configuration, "providers") ?? {};
  return [
    ...checkPrecedence(providers),
    ...checkExperimental(subject, providers),
    ...checkNginx(providers),
    ...(starts(subject.version, "nomadPanics") ? checkNomad(providers) : []),
    ...checkFile(providers),
    ...checkHttp(providers),
    ...checkSentinel(providers),
  ];
}

const NAMES = new Set([
  "kubernetesgateway",
  "kubernetescrd",
  "kubernetes",
  "kubernetesingressnginx",
  "swarm",
  "docker",
  "file",
  "redis",
  "knative",
  "consul",
  "consulcatalog",
  "nomad",
  "etcd",
  "ecs",
  "http",
  "zookeeper",
  "rest",
]);

/** Which provider's routers win, by the providers' names in any letter case (3.7). */
function checkPrecedence(providers: Struct): StaticFault[] {
  const wrong = textsOf(providers, "precedence").findIndex((name) => !NAMES.has(name.toLowerCase()));
  const name = listOf(providers, "precedence")[wrong];
  if (typeof name !== "string") return [];
  return [
    {
      rule: "static-value",
      path: ["providers", "precedence", wrong],
      message: `providers.precedence: there is no provider ${quote(name)}`,
      hint: suggest(name, NAMES),
      text: `provider ${quote(name.toLowerCase())} is not a valid provider name`,
    },
  ];
}

/** Providers that need a flag in `experimental`. */
function checkExperimental({ configuration, version }: StaticSubject, providers: Struct): StaticFault[] {
  const experimental = structOf(configuration, "experimental") ?? {};
  const needed = [
    { field: "knative", name: "Knative", always: true },
    {
      field: "kubernetesIngressNGINX",
      name: "KubernetesIngressNGINX",
      always: starts(version, "nginxExperimental"),
    },
  ];
  return needed
    .filter(({ field, always }) => always && structOf(providers, field) && !flagOf(experimental, field))
    .map(({ field, name }) => ({
      rule: "experimental-off",
      path: ["providers", field],
      message: `providers.${field} needs experimental.${field}`,
      hint: `write experimental: {${field}: true}`,
      text: `the experimental ${name} feature must be enabled to use the ${name} provider`,
    }));
}

function checkNginx(providers: Struct): StaticFault[] {
  const nginx = structOf(providers, "kubernetesIngressNGINX") ?? {};
  if (textOf(nginx, "watchNamespace") === "" || textOf(nginx, "watchNamespaceSelector") === "") return [];
  return [
    {
      rule: "static-conflict",
      path: ["providers", "kubernetesIngressNGINX", "watchNamespaceSelector"],
      message: "watchNamespace and watchNamespaceSelector exclude each other",
      text: "watchNamespace and watchNamespaceSelector options are mutually exclusive",
    },
  ];
}

/** A poller without a positive interval panics in a goroutine that nobody guards. */
function checkNomad(providers: Struct): StaticFault[] {
  const nomad = structOf(providers, "nomad");
  if (!nomad || flagOf(nomad, "watch") || integerOf(nomad, "refreshInterval") > 0) return [];
  return [
    {
      rule: "static-crash",
      path: ["providers", "nomad", "refreshInterval"],
      message: "providers.nomad.refreshInterval is not above zero: Traefik panics when it starts",
    },
  ];
}

function checkFile(providers: Struct): StaticFault[] {
  const file = structOf(providers, "file");
  if (!file || textOf(file, "directory") !== "") return [];
  const filename = textOf(file, "filename");
  if (filename !== "" && isLoadable(filename)) return [];
  const lacks = filename === "";
  return [
    {
      rule: "provider-not-started",
      path: ["providers", "file", ...(lacks ? [] : ["filename"])],
      message: lacks
        ? "the file provider does not start: it has neither a directory nor a filename"
        : `the file provider does not start: ${quote(filename)} is not .yaml, .yml or .toml`,
      hint: lacks ? "write directory: /etc/traefik/conf.d" : null,
    },
  ];
}

function checkHttp(providers: Struct): StaticFault[] {
  const http = structOf(providers, "http");
  if (!http) return [];
  const lacksEndpoint = textOf(http, "endpoint") === "";
  if (!lacksEndpoint && integerOf(http, "pollInterval") > 0) return [];
  return [
    {
      rule: "provider-not-started",
      path: ["providers", "http", ...(lacksEndpoint ? [] : ["pollInterval"])],
      message: lacksEndpoint
        ? "the HTTP provider does not start: it has no endpoint"
        : "the HTTP provider does not start: its pollInterval is not above zero",
    },
  ];
}

function checkSentinel(providers: Struct): StaticFault[] {
  const sentinel = structOf(structOf(providers, "redis") ?? {}, "sentinel") ?? {};
  const chosen = ["latencyStrategy", "randomStrategy", "replicaStrategy"].filter((field) =>
    flagOf(sentinel, field),
  );
  const [, second] = chosen;
  if (second === undefined) return [];
  return [
    {
      rule: "provider-not-started",
      path: ["providers", "redis", "sentinel", second],
      message: `the Redis provider does not start: ${chosen.join(" and ")} exclude each other`,
    },
  ];
}

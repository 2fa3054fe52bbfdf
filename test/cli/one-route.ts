/** A checkout with the smallest environment that serves something: `envs/a`. */
export const ONE_ROUTE = {
  "envs/a/traefik.yaml":
    "entryPoints: {web: {address: ':80'}}\nproviders: {file: {directory: /etc/traefik/conf.d}}\n",
  "envs/a/conf.d/a.yaml":
    "http: {routers: {a: {rule: Host(`a`), service: a}}, services: {a: {loadBalancer: {servers: [{url: 'http://a'}]}}}}\n",
};

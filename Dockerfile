# The gateway: a customised Traefik with git-sync and the hook in one image.
#
#   docker build --tag gateway .
#
# Every image that it is made of is an argument: take them from your own registry, pin them by digest. git-sync's is
# not on Docker's default registry; give its name with its registry, or that of your copy.
ARG NODE_IMAGE=node:24-bookworm
ARG TRAEFIK_IMAGE=traefik:v3.7
ARG GIT_SYNC_IMAGE=git-sync/git-sync:v4.7.1
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${TRAEFIK_IMAGE} AS traefik
FROM ${GIT_SYNC_IMAGE} AS git-sync

# The hook as one executable. What changes seldom comes first: packages, the Node inside, then the source.
FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tools/fetch-node.js tools/
RUN node tools/fetch-node.js
COPY . .
RUN npm run build:binary

FROM ${BASE_IMAGE}
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git libstdc++6 openssh-client tini tzdata \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/apt /var/log/dpkg.log \
 && groupadd --gid 65532 gateway \
 && useradd --uid 65532 --gid 65532 --home-dir /home/gateway --create-home --shell /usr/sbin/nologin gateway \
 && install -d -o 65532 -g 65532 /etc/traefik /git /run/gateway \
 && ln -s gateway-hook-configsync /usr/local/bin/gateway \
 && ln -s gateway-hook-configsync /usr/local/bin/gateway-healthz
COPY --from=traefik /usr/local/bin/traefik /usr/local/bin/
COPY --from=git-sync /git-sync /usr/local/bin/
COPY --from=build /build/dist/gateway-hook-configsync /usr/local/bin/

USER 65532:65532
WORKDIR /home/gateway
# All that is written at run time, beside /tmp: the root file system may be read-only.
VOLUME ["/etc/traefik", "/git", "/run/gateway"]
EXPOSE 8000 8443 9100
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["gateway-healthz"]
# tini reaps what git leaves behind and passes signals on.
ENTRYPOINT ["tini", "--", "gateway"]

# Last, so that a new version does not build anew what it has in common with the one before.
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="gateway" \
      org.opencontainers.image.description="Traefik with git-sync and a hook that publishes only what Traefik accepts" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

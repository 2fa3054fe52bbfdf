# The gateway: a customised Traefik with git-sync and the hook in one image.
#
#   docker build -t gateway .
#
# Every image it is made of is an argument: take them from your own registry, pin them by digest.
ARG NODE_IMAGE=node:24-bookworm
ARG TRAEFIK_IMAGE=traefik:v3.7
ARG GIT_SYNC_IMAGE=git-sync/git-sync:v4.7.1
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${TRAEFIK_IMAGE} AS traefik
FROM ${GIT_SYNC_IMAGE} AS git-sync

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY bin bin
COPY src src
COPY schemas schemas
COPY tools tools
COPY tsconfig.json ./
RUN npm run build:binary

FROM ${BASE_IMAGE}
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="gateway" \
      org.opencontainers.image.description="Traefik with git-sync and a hook that publishes only what Traefik accepts" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git libstdc++6 openssh-client tini tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 65532 gateway \
 && useradd --uid 65532 --gid 65532 --home-dir /home/gateway --create-home --shell /usr/sbin/nologin gateway \
 && install -d -o 65532 -g 65532 /etc/traefik /git /run/gateway
COPY --from=traefik /usr/local/bin/traefik /usr/local/bin/traefik
COPY --from=git-sync /git-sync /usr/local/bin/git-sync
COPY --from=build /build/dist/gateway-hook-configsync /usr/local/bin/gateway-hook-configsync
RUN ln -s gateway-hook-configsync /usr/local/bin/gateway \
 && ln -s gateway-hook-configsync /usr/local/bin/gateway-healthz
USER 65532:65532
WORKDIR /home/gateway
VOLUME ["/etc/traefik", "/git", "/run/gateway"]
EXPOSE 8000 8443 9100
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["gateway-healthz"]
# tini reaps what git leaves behind and passes signals on.
ENTRYPOINT ["tini", "--", "gateway"]

# One image for every service; compose chooses what runs. Build with: docker compose build
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.base.json ./
COPY shared/package.json shared/
COPY gateway/package.json gateway/
COPY launcher/package.json launcher/
COPY client/package.json client/
COPY subgraphs/organisations/package.json subgraphs/organisations/
COPY subgraphs/resources/package.json subgraphs/resources/
COPY subgraphs/volunteers/package.json subgraphs/volunteers/
COPY subgraphs/merchants/package.json subgraphs/merchants/
RUN npm ci
COPY shared shared
COPY gateway gateway
COPY launcher launcher
COPY client client
COPY subgraphs subgraphs
COPY data data
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app /app
USER node
# Every service answers /healthz on its own PORT.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=5 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

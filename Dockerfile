# One image for every process of the product; the command decides which one runs:
#   node --enable-source-maps dist/server.js        API
#   node --enable-source-maps dist/worker.js        Temporal worker
#   node --enable-source-maps dist/consumer.js      Kafka consumer
#   node --enable-source-maps dist/backfill.js      recovers lost webhooks, once (--help)
#   node --enable-source-maps dist/dead-letters.js  lists, shows and replays dead letters (--help)
#   node prisma/migrate.mjs                         migrations, before a new release is started

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages packages
RUN npm ci
COPY . .
RUN npm run build

FROM node:20.20.2-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages packages
# Optional ones are left out too: they are development tools that packages name as peers.
RUN npm ci --omit=dev --omit=optional

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/packages packages
COPY package.json ./
COPY prisma/migrate.mjs prisma/migrate.mjs
COPY prisma/migrations prisma/migrations
USER node
EXPOSE 3004
# Of the API. Processes without an address of their own switch it off where they are started.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3004}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/server.js"]

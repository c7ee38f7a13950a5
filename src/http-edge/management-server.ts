import { createServer, type RequestListener, type Server } from 'node:http';
import { markManagementRequest } from './management-request.js';

const PATHS = /^\/(?:health(?:\/(?:live|ready))?|metrics)$/;

/** Serves probes and metrics apart from clients, on a port of its own. */
export function createManagementServer(serve: RequestListener): Server {
  return createServer((request, response) => {
    const [path] = (request.url ?? '/').split('?', 1);
    if (!PATHS.test(path!)) {
      response.writeHead(404, { 'Content-Length': 0 });
      response.end();
      return;
    }
    markManagementRequest(request);
    serve(request, response);
  });
}

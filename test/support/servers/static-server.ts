import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { ROOT } from './server-process.js';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

export interface StaticServer extends AsyncDisposable {
  readonly origin: string;
}

/** Serves the files of a folder of the project, and pages of the test, at an origin of their own. */
export async function serveFiles(
  folder: string,
  pages: Readonly<Record<string, string>> = {},
): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    // Without an icon the browser would log an error.
    const content =
      pathname === '/favicon.ico' ? '' : (pages[pathname] ?? readFile(join(ROOT, folder, pathname)));
    Promise.resolve(content).then(
      (body) =>
        response.setHeader('content-type', CONTENT_TYPES[extname(pathname)] ?? 'text/plain').end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { ServerOptions } from '../json-rpc/index.js';
import { requestUrl } from '../http/index.js';
import { Authenticator } from '../transport/admission/index.js';
import { HEALTH_PATH, LandingPage, MESSAGE_PATHS, SSE_PATH } from '../transport/endpoints/index.js';

const STYLE =
  'body{font:16px/1.5 system-ui;max-width:50rem;margin:3rem auto;padding:0 1rem}pre{background:#f4f4f4;padding:1rem;overflow:auto}';

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
};

/** A static page: what this is, and the first calls to make, with the host the reader came by. */
@Injectable()
export class HtmlLandingPage extends LandingPage {
  constructor(
    @Optional() private readonly server: ServerOptions = new ServerOptions(),
    @Optional() private readonly authenticator?: Authenticator,
  ) {
    super();
  }

  show(request: IncomingMessage, response: ServerResponse): void {
    const scheme = 'encrypted' in request.socket ? 'https' : 'http';
    const path = requestUrl(request).path.replace(/\/+$/, '');
    const base = escapeHtml(`${scheme}://${request.headers.host ?? 'localhost'}${path}`);
    response.writeHead(200, HEADERS);
    response.end(
      render(escapeHtml(this.server.title ?? this.server.name), base, this.authenticator ? TOKEN_HEADER : ''),
    );
  }
}

/** Besides the other headers of a `curl` line. */
const TOKEN_HEADER = ' -H "Authorization: Bearer $TOKEN"';

function render(title: string, base: string, credentials: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>This is a server of the <a href="https://modelcontextprotocol.io">Model Context Protocol</a>. Give an MCP client this URL:</p>
<pre>${base}${SSE_PATH}</pre>
<p>Watch its event stream:</p>
<pre>curl -N${credentials} ${base}${SSE_PATH}</pre>
<p>Or call it without a session:</p>
<pre>curl -X POST ${base}${MESSAGE_PATHS[0]} \\
  -H "Content-Type: application/json"${credentials} \\
  -d '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}'

curl -X POST ${base}${MESSAGE_PATHS[0]} \\
  -H "Content-Type: application/json"${credentials} \\
  -d '{"jsonrpc":"2.0","id":2,"method":"tools/list"}'</pre>
<p><a href="${HEALTH_PATH}">Health</a></p>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

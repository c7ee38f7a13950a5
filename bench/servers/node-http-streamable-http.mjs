// The least that a server of Streamable HTTP, or of stateless HTTP, on this runtime can do: no checks, one known tool, hard-wired answers.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { resultOf } from './node-http-answers.mjs';

const sessions = new Set();

const METHODS = { POST: receive, GET: listen, DELETE: end };

function receive(request, response) {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text) => (body += text));
  request.on('end', () => {
    const { id, method, params } = JSON.parse(body);
    if (id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const answer = JSON.stringify({ jsonrpc: '2.0', id, result: resultOf[method](params) });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };
    response.writeHead(200, method === 'initialize' ? { ...headers, 'mcp-session-id': begin() } : headers);
    response.end(answer);
  });
}

function begin() {
  const id = randomUUID();
  sessions.add(id);
  return id;
}

function listen(_request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.flushHeaders();
}

function end(request, response) {
  sessions.delete(request.headers['mcp-session-id']);
  response.writeHead(200).end();
}

createServer((request, response) => {
  const sessionId = request.headers['mcp-session-id'];
  const isKnown = sessionId === undefined ? request.method === 'POST' : sessions.has(sessionId);
  if (request.url === '/mcp' && isKnown) METHODS[request.method](request, response);
  else response.writeHead(404).end();
}).listen(Number(process.env.PORT), '127.0.0.1');

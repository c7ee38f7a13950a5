// The least that a server of HTTP+SSE on this runtime can do: no checks, one known tool, hard-wired answers.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { resultOf } from './node-http-answers.mjs';

const streams = new Map();
function open(response) {
  const id = randomUUID();
  streams.set(id, response);
  response.on('close', () => streams.delete(id));
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(`event: endpoint\ndata: /message?sessionId=${id}\n\n`);
}

function receive(request, response, stream) {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (text) => (body += text));
  request.on('end', () => {
    const { id, method, params } = JSON.parse(body);
    response.writeHead(202).end();
    if (id === undefined) return;
    const result = resultOf[method](params);
    stream.write(`event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`);
  });
}

createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/sse') return open(response);
  const stream = streams.get(request.url.slice('/message?sessionId='.length));
  if (request.method === 'POST' && stream) return receive(request, response, stream);
  response.writeHead(404).end();
}).listen(Number(process.env.PORT), '127.0.0.1');

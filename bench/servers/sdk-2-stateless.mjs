// The second major of the official SDK without sessions, as its documentation mounts it on Express: a server object per request.
import { createMcpExpressApp } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createServer } from './sdk-2-echo.mjs';

const serve = toNodeHandler(createMcpHandler(createServer));

const app = createMcpExpressApp();
app.all('/mcp', (request, response) => void serve(request, response, request.body));
app.listen(Number(process.env.PORT), '127.0.0.1');

// The official SDK's server, set up as its own example of this transport: a server object per connection, on its Express app.
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { z } from 'zod';

function createServer() {
  const server = new McpServer({ name: 'sdk', version: '1.0.0' });
  server.registerTool(
    'echo',
    { description: 'Say a message back', inputSchema: { message: z.string() } },
    ({ message }) => ({ content: [{ type: 'text', text: message }] }),
  );
  return server;
}

const transports = new Map();
const app = createMcpExpressApp();

app.get('/sse', async (request, response) => {
  const transport = new SSEServerTransport('/message', response);
  transports.set(transport.sessionId, transport);
  transport.onclose = () => transports.delete(transport.sessionId);
  await createServer().connect(transport);
});

app.post('/message', async (request, response) => {
  const transport = transports.get(request.query.sessionId);
  if (transport) await transport.handlePostMessage(request, response, request.body);
  else response.status(404).send('Session not found');
});

app.listen(Number(process.env.PORT), '127.0.0.1');

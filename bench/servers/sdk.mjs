// The official SDK's server, set up as its own example of this transport: a server object per connection, on its Express app.
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { createServer } from './sdk-echo.mjs';

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

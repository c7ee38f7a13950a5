// The official SDK's server, set up as its own example of this transport: a server object per session, on its Express app.
import { randomUUID } from 'node:crypto';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createServer } from './sdk-echo.mjs';
import { serveSessions } from './sdk-sessions.mjs';

serveSessions(createMcpExpressApp(), async (onInitialized) => {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: onInitialized,
  });
  await createServer().connect(transport);
  return transport;
});

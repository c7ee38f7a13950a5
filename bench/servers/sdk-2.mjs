// The second major of the official SDK, set up as the first one is.
import { randomUUID } from 'node:crypto';
import { createMcpExpressApp } from '@modelcontextprotocol/express';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { createServer } from './sdk-2-echo.mjs';
import { serveSessions } from './sdk-sessions.mjs';

serveSessions(createMcpExpressApp(), async (onInitialized) => {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: onInitialized,
  });
  await createServer().connect(transport);
  return transport;
});

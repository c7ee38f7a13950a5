/**
 * The routes of the examples of both majors of the SDK.
 * @param {import('express').Express} app
 * @param {(onInitialized: (id: string) => void) => Promise<object>} openTransport
 */
export function serveSessions(app, openTransport) {
  const transports = new Map();

  app.post('/mcp', async (request, response) => {
    const transport = transports.get(request.headers['mcp-session-id']) ?? (await open());
    await transport.handleRequest(request, response, request.body);
  });

  for (const method of ['get', 'delete'])
    app[method]('/mcp', async (request, response) => {
      const transport = transports.get(request.headers['mcp-session-id']);
      if (transport) await transport.handleRequest(request, response);
      else response.status(404).send('Session not found');
    });

  async function open() {
    const transport = await openTransport((id) => transports.set(id, transport));
    transport.onclose = closing(transport.onclose, () => transports.delete(transport.sessionId));
    return transport;
  }

  app.listen(Number(process.env.PORT), '127.0.0.1');
}

/** The server object has put its own there, which it needs. */
function closing(before, then) {
  return () => {
    before?.();
    then();
  };
}

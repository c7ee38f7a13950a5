// What the bare servers answer, whatever the wire: one known tool, hard-wired.
const ECHO = {
  name: 'echo',
  description: 'Say a message back',
  inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
};

export const resultOf = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'node:http', version: process.version },
  }),
  'server/discover': () => ({
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    serverInfo: { name: 'node:http', version: process.version },
  }),
  'tools/list': () => ({ tools: [ECHO] }),
  'tools/call': (params) => ({ content: [{ type: 'text', text: params.arguments.message }] }),
};

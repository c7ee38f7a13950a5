// The folders of src from top to bottom, and what of ours each may import. `npm run boundaries` holds the code to it, and
// `npm run docs:layers` writes the picture in CONTRIBUTING. A new folder needs its name here.

const FOUNDATION = ['callers', 'protocol'];
const CORE = ['json-rpc', 'nest-host', ...FOUNDATION];
const HTTP = ['http-edge', 'http', ...CORE];
const WIRES = [
  ...['http-sse', 'sessionless-post', 'streamable-http', 'stateless-http', 'stdio'].map(
    (wire) => `transport/${wire}`,
  ),
];
const BELOW_WIRES = [
  ...['mcp-headers.ts', 'client-quirks', 'post-reply', 'event-stream', 'admission', 'direct-routes'].map(
    (name) => `transport/${name}`,
  ),
  ...['sessions', 'availability'],
  ...HTTP,
];
const EDGE = [
  ...['auth', 'throttling', 'metrics', 'observability', 'tracing', 'drain', 'health', 'redis', 'landing'],
];
const BELOW_EDGE = ['transport/endpoints', ...BELOW_WIRES, 'http-server', 'features'];
/** Modules of tools that this service serves: one of your own goes here. */
const TOOL_MODULES = ['samples'];
const FEATURES = ['tools', 'resources', 'prompts', 'completion', 'logging', 'lifecycle'];
const BELOW_FEATURES = ['features', 'schemas', ...CORE];
const SERVER = [...BELOW_EDGE, ...WIRES, ...FEATURES, 'schemas'];

/**
 * @typedef Layer
 * @property {readonly string[]} folders of src, or files of it; none imports another
 * @property {readonly string[]} imports what they may import besides themselves
 * @property {string} [says] what CONTRIBUTING says in place of the imports
 */

/** @type {readonly Layer[]} */
const LAYERS = [
  { folders: ['main.ts'], imports: ['service', ...TOOL_MODULES, 'protocol'] },
  {
    folders: ['cli'],
    imports: [
      ...['service', 'config', 'auth', 'mcp.module.ts', 'tools', 'model-families', 'transport/stdio'],
      ...[...TOOL_MODULES, ...CORE],
    ],
  },
  {
    folders: ['service'],
    imports: ['config', 'mcp.module.ts', ...EDGE, ...SERVER],
    says: 'rookery/service: all below; the one importer of config besides cli',
  },
  {
    folders: ['index.ts'],
    imports: ['mcp.module.ts', ...SERVER],
    says: 'rookery: exports what is below, and loads nothing heavy',
  },
  { folders: ['testing'], imports: CORE, says: 'rookery/testing, a client for tests' },
  { folders: ['config'], imports: ['http-edge', 'http', ...CORE] },
  {
    folders: ['mcp.module.ts'],
    imports: ['drain', ...SERVER],
    says: 'the server without the service around it',
  },
  { folders: TOOL_MODULES, imports: ['tools', ...BELOW_FEATURES] },
  {
    folders: ['directory'],
    imports: ['resources', ...BELOW_FEATURES],
    says: 'rookery/resources: a folder of files as resources',
  },
  {
    folders: EDGE,
    imports: BELOW_EDGE,
    says: 'the edge: implement what is declared below; none imports another, nor a feature: a call names its target itself',
  },
  { folders: ['transport/endpoints'], imports: [...WIRES, ...BELOW_WIRES] },
  { folders: WIRES, imports: BELOW_WIRES, says: 'the wires: what is below; none imports another' },
  {
    folders: ['transport/post-reply'],
    imports: ['transport/event-stream', 'transport/client-quirks', ...HTTP],
  },
  { folders: ['transport/client-quirks'], imports: CORE },
  { folders: ['transport/mcp-headers.ts'], imports: ['protocol'] },
  { folders: ['transport/event-stream'], imports: HTTP },
  { folders: ['transport/admission'], imports: ['sessions', 'availability', ...HTTP] },
  { folders: ['transport/direct-routes'], imports: ['http', 'nest-host', 'protocol'] },
  { folders: ['http-server'], imports: ['http', 'protocol'] },
  { folders: ['http-edge'], imports: ['http', ...CORE] },
  { folders: ['http'], imports: CORE },
  {
    folders: FEATURES,
    imports: ['model-families', ...BELOW_FEATURES],
    says: '-> features, schemas, model-families, json-rpc; none imports another',
  },
  { folders: ['features'], imports: CORE },
  { folders: ['schemas', 'model-families'], imports: ['protocol'] },
  { folders: ['sessions'], imports: ['availability', ...CORE] },
  { folders: ['json-rpc'], imports: ['nest-host', ...FOUNDATION] },
  { folders: ['availability'], imports: FOUNDATION },
  { folders: ['nest-host', 'callers'], imports: ['protocol'] },
  { folders: ['protocol'], imports: [] },
];

module.exports = { LAYERS };

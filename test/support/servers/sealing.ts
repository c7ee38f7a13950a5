import { randomBytes } from 'node:crypto';
import { type Session, SessionsService } from '../../../src/sessions/index.js';
import { linesOf, newToken } from '../auth/tokens.js';
import { HoldModule } from '../tools/held-calls.js';
import { type Answer, callTool, post, rpc, send } from '../wire/http.js';
import { type RunningRookery, startRookery } from './rookery.js';

/** What names a caller and its session. */
export type Headers = Record<string, string>;

export const SESSION_KEYS = randomBytes(32).toString('base64');
export const [ANN, BEN] = [newToken('ann'), newToken('ben')];
export const BEARER = { AUTH: 'bearer', AUTH_TOKENS: linesOf(ANN, BEN) };

export const INITIALIZE = rpc(0, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: { roots: { listChanged: true } },
  clientInfo: { name: 'client', version: '7', title: 'A client' },
});

/** The service with a key that all such services share. */
export const startSealing = (environment: NodeJS.ProcessEnv = {}): Promise<RunningRookery> =>
  startRookery({ SESSION_KEYS, ...environment }, HoldModule);

export async function openSession({ url }: RunningRookery, headers: Headers = {}): Promise<Headers> {
  const answer = await post(`${url}/mcp`, INITIALIZE, headers);
  expect(answer.status).toBe(200);
  return { ...headers, 'mcp-session-id': answer.headers['mcp-session-id'] as string };
}

export const callAdd = ({ url }: RunningRookery, session: Headers): Promise<Answer> =>
  post(`${url}/mcp`, callTool(1, 'add', { a: 2, b: 3 }), session);

export const closeSession = async ({ url }: RunningRookery, headers: Headers): Promise<number> =>
  (await send(`${url}/mcp`, { method: 'DELETE', headers })).status;

export const statusOf = async (server: RunningRookery, session: Headers): Promise<number> =>
  (await callAdd(server, session)).status;

export const sessionsOf = ({ rookery }: RunningRookery): Session[] => [
  ...rookery.app.get(SessionsService, { strict: false }).all(),
];

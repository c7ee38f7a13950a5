import { callTool } from '../support/wire/http.js';
import { describePostAttacks } from './support/post-routes.js';

const MIB = 1024 * 1024;

/** Bodies of up to 4 MiB that are dear for their size. */
const DEAR: [what: string, body: string, status: number][] = [
  ['empty arrays', `[${'[],'.repeat(MIB)}[]]`, 400],
  [
    'keys',
    JSON.stringify(Object.fromEntries(Array.from({ length: 350_000 }, (_, key) => [`k${key}`, 1]))),
    400,
  ],
  [
    'arguments',
    JSON.stringify(
      callTool(1, 'echo', Object.fromEntries(Array.from({ length: 99_000 }, (_, key) => [`k${key}`, 1]))),
    ),
    200,
  ],
  [
    'numbers',
    JSON.stringify(callTool(1, 'echo', { message: Array.from({ length: 90_000 }, Math.random) })),
    200,
  ],
  ['escapes', `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"${'\\u0041'.repeat(600_000)}"}}`, 200],
];

const WORK = '1000/minute';

/** A client that goes on sending what is not read may lose its connection before it sees the 429. */
function cutOff(error: NodeJS.ErrnoException): number {
  if (error.code === 'EPIPE' || error.code === 'ECONNRESET') return 429;
  throw error;
}

const SETUP = { environment: { WORK_LIMIT: WORK, TRUST_PROXY: '1' } };

describePostAttacks('Work', SETUP, (post, attacked) => {
  it.each(DEAR)('65 dear bodies: %s cost their caller, and nobody else', async (what, body, status) => {
    const headers = { 'x-forwarded-for': `203.0.113.${DEAR.findIndex(([name]) => name === what) + 1}` };
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 200)
      statuses.push(await post(body, headers).then((answer) => answer.status, cutOff));
    expect(new Set(statuses)).toEqual(new Set([status, 429]));
    expect(await attacked().process.measure()).toMatchObject({ openStreams: 1 });
  });
});

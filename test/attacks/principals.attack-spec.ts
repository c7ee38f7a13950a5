import { bearer } from '../support/auth/tokens.js';
import { eventually } from '../support/eventually.js';
import { ServerProcess } from '../support/servers/server-process.js';
import { callTool, post, rpc } from '../support/wire/http.js';
import { newKey, sessionOf } from '../support/wire/resume.js';
import type { SseStream } from '../support/wire/sse-stream.js';
import { listen, mirrored } from '../support/wire/stateless.js';
import { describeAttacks, type Setup } from './support/attacked.js';
import { AUDIENCE, JwtSetup } from './support/jwt.setup.js';

let setup: JwtSetup;

async function prepare(): Promise<Setup> {
  setup = await JwtSetup.start();
  return setup.serve({
    MAX_SESSIONS_PER_PRINCIPAL: '5',
    MAX_STREAMS_PER_PRINCIPAL: '5',
    AUTH_FAILURES_LIMIT: 'off',
  });
}

describeAttacks('Principals', prepare, (attacked) => {
  afterAll(() => setup.stop());

  it('9 token in the URL: it is refused, and in no log', async () => {
    const token = await setup.tokenOf('ann');
    for (const name of ['access_token', 'access%5Ftoken', '%61ccess_token'])
      for (const [path, headers] of [
        ['/message', {}],
        ['/message', bearer(token)],
        ['/mcp', bearer(token)],
        ['/mcp', { ...mirrored('server/discover'), ...bearer(token) }],
      ] as const) {
        const answer = await attacked().post(`${path}?${name}=${token}`, rpc(1, 'ping'), headers);
        expect(answer.status).toBe(401);
        const line = ({ requestId }: { requestId?: unknown }): boolean =>
          requestId === answer.headers['x-request-id'];
        expect(await attacked().process.waitForLog(line)).toMatchObject({ outcome: 'denied' });
      }
    expect(JSON.stringify(attacked().process.log)).not.toContain(token.slice(-40));
  });

  it("11 another's session: it is as unknown as none, by id and by key", async () => {
    const ann = await setup.headersOf('ann');
    const bob = await setup.headersOf('bob');
    const path = `/sse?resume=${newKey()}`;
    await using stream = await attacked().stream(path, ann);
    const id = await sessionOf(stream);
    const foreign = await attacked().post(
      `/message?sessionId=${id}`,
      callTool(1, 'echo', { message: 'evil' }),
      bob,
    );
    const unknown = await attacked().post(`/message?sessionId=${'A'.repeat(22)}`, callTool(1, 'echo'), bob);
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    await using taken = await attacked().stream(path, { ...bob, 'last-event-id': `${id}.0` });
    expect(await sessionOf(taken)).not.toBe(id);
    expect([stream.isEnded, stream.messages]).toEqual([false, []]);
    await attacked().post(`/message?sessionId=${id}`, rpc(2, 'ping'), ann);
    expect(await stream.responseTo(2)).toMatchObject({ result: {} });
  });

  it.each<[string, (headers: Record<string, string>) => Promise<SseStream>]>([
    ['of HTTP+SSE', (headers) => attacked().stream('/sse', headers)],
    ['that listen over stateless HTTP', (headers) => listen(`${attacked().url}/mcp`, {}, headers)],
  ])(
    '42 streams without end: of those %s one principal gets its share, and others theirs',
    async (_, open) => {
      const eve = await setup.headersOf('eve');
      const streams = await Promise.all(Array.from({ length: 100 }, () => open(eve)));
      const statuses = streams.map(({ status }) => status);
      expect([
        statuses.filter((status) => status === 200).length,
        statuses.filter((status) => status === 503).length,
      ]).toEqual([5, 95]);
      await using another = await open(await setup.headersOf('ann'));
      expect(another.status).toBe(200);
      for (const stream of streams) stream.close();
      // The bystander's remains, and the one that is left when this ends.
      await eventually(async () => (await attacked().process.ask('streams')) === 2);
    },
  );

  it('33 SSRF: the URL of the keys is followed to no other place', async () => {
    const token = await setup.other.sign({ aud: AUDIENCE, iss: setup.issuer.url }, { kid: 'new' });
    setup.other.mode = 'redirect';
    await using redirected = ServerProcess.start({
      ...setup.environment,
      JWT_JWKS_URL: setup.other.jwksUrl,
    });
    const answer = await post(`${await redirected.url()}/message`, rpc(1, 'ping'), bearer(token));
    expect([answer.status, answer.json]).toMatchObject([503, { error: { data: { reason: 'unavailable' } } }]);
    // Followed, the redirect would have come here again.
    expect(setup.other.keyRequests).toBe(1);
    setup.other.mode = 'up';
  });

  it('33 SSRF: no URL of keys leads into the network of the server', async () => {
    const urls = [
      'http://169.254.169.254/latest/meta-data/',
      'http://[::ffff:a9fe:a9fe]/',
      'http://10.0.0.1/keys',
      'http://localhost.evil.example/keys',
      'file:///etc/passwd',
      'data:application/json,{"keys":[]}',
    ];
    const servers = urls.map((url) => ServerProcess.start({ ...setup.environment, JWT_JWKS_URL: url }));
    for (const server of servers) {
      expect(await server.exited).toBe(1);
      expect(server.errors.join()).toMatch(
        /JWT_JWKS_URL must be an https URL, or an http one of this machine/,
      );
    }
  });
});

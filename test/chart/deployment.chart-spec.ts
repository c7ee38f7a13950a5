import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describeWith } from '../support/available.js';
import { render, renderSet, VALUE_SETS, type Values } from '../support/chart/helm.js';
import { RunningPod } from '../support/chart/kubelet.js';
import { environmentOf, type Container, type Rendered } from '../support/chart/rendered.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { callTool, post, send } from '../support/wire/http.js';
import { SseStream } from '../support/wire/sse-stream.js';

const SLOW = { command: ['node'], args: ['test/support/servers/slow-server.mjs'] };
const HOST = { host: 'rookery.mcp.svc' };

async function renderHere(values: Values): Promise<Rendered> {
  return render({ ...values, ports: { http: await freePort(), management: await freePort() } });
}

function bearer(rendered: Rendered): { authorization: string } {
  return { authorization: `Bearer ${rendered.environment()['AUTH_TOKEN']}` };
}

/** Runs a rendered pod of `helm test` against a running one. @returns its exit code and what it printed */
async function runTest(rendered: Rendered, url: string): Promise<[code: number, output: string]> {
  const [container] = rendered.get('Pod').spec['containers'] as [Container];
  const { SERVER_URL, ...environment } = environmentOf(container, rendered);
  const target = url + new URL(SERVER_URL!).pathname.replace(/\/$/, '');
  const child = spawn(process.execPath, container.args ?? [], {
    env: { ...environment, SERVER_URL: target },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number];
  return [code, output];
}

describeWith('ROOKERY_TEST_HELM', 'The rendered Deployment, as a process', () => {
  it('becomes ready without values, serves by the names of the Service with the token, and shows metrics apart', async () => {
    const rendered = await renderHere({});
    await using pod = await RunningPod.start(rendered);
    const url = pod.url('http');
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    expect((await post(`${url}/message`, list, { ...bearer(rendered), ...HOST })).status).toBe(200);
    expect((await post(`${url}/message`, list, HOST)).status).toBe(401);
    expect(
      (await post(`${url}/message`, list, { ...bearer(rendered), host: 'evil.example.com' })).status,
    ).toBe(403);
    expect((await send(`${url}/metrics`, { headers: bearer(rendered) })).status).toBe(404);
    expect((await send(`${pod.url('management')}/metrics`)).text).toContain('rookery_open_streams');
    const { livenessProbe, readinessProbe } = rendered.container;
    expect([await pod.probe(livenessProbe), await pod.probe(readinessProbe)]).toEqual([200, 200]);
    expect((await pod.terminate()).code).toBe(0);
  });

  it('passes helm test, which fails with another token', async () => {
    const rendered = await renderHere({ config: { pathPrefix: '/mcp-server' } });
    await using pod = await RunningPod.start(rendered);
    const [code, output] = await runTest(rendered, pod.url('http'));
    expect([code, output]).toEqual([0, expect.stringContaining('ok: 5 and 3 are 8')]);
    expect(output.split('\n').filter((line) => /(GET|POST|DELETE) /.test(line))).toEqual([
      'ok: POST /mcp: a call without a token is refused (401)',
      'ok: GET /sse: a stream without a token is refused (401)',
      'ok: POST /message: a call without a token is refused (401)',
      'ok: POST /mcp: initialize is served (200)',
      'ok: POST /mcp: notifications/initialized is accepted (202)',
      'ok: POST /mcp: tools/list is served (200)',
      'ok: POST /mcp: tools/call is served (200)',
      'ok: GET /mcp: a stream opens (200)',
      'ok: DELETE /mcp: the session ends (200)',
      'ok: POST /mcp: it is not found any more (404)',
      'ok: POST /mcp, 2026-07-28: server/discover is served (200)',
      'ok: POST /mcp, 2026-07-28: tools/list is served (200)',
      'ok: GET /sse: a stream opens (200)',
      'ok: POST /message: initialize is accepted (202)',
      'ok: POST /message: notifications/initialized is accepted (202)',
      'ok: POST /message: tools/list is accepted (202)',
      'ok: POST /message: tools/call is accepted (202)',
      'ok: POST /message without a session: tools/list is served (200)',
    ]);
    const other = render({ auth: { token: 'another-token-which-the-server-has-not' } });
    const [failed, why] = await runTest(other, `${pod.url('http')}/mcp-server`);
    expect([failed, why]).toEqual([
      1,
      expect.stringContaining('not so: POST /mcp: initialize is served (401)'),
    ]);
  });

  it.each([
    ['none', { auth: { mode: 'none' } }, 'ok: POST /message: tools/call is accepted'],
    ['streams of every POST', { config: { responseMode: 'sse' } }, 'ok: POST /mcp: it is not found any more'],
    [
      'no sessions on /mcp',
      { config: { streamableSessions: false } },
      'ok: GET /mcp: there is no stream without sessions (405)',
    ],
    [
      'stateless HTTP alone',
      { config: { wires: ['stateless-http'] } },
      'ok: POST /mcp: a call without a token is refused (401)\nok: POST /mcp, 2026-07-28: server/discover is served (200)',
    ],
    [
      'no wire but POSTs without a session',
      { config: { wires: ['sessionless-post'] } },
      'ok: POST /message without a session: tools/list is served (200)',
    ],
    [
      'HTTP+SSE alone',
      { config: { wires: ['http-sse'] } },
      'ok: POST /message: tools/call is accepted (202)\n',
    ],
    [
      'a public path that the proxy strips',
      { config: { publicUrl: 'https://mcp.example.com/tools' } },
      'ok: POST /message: tools/call is accepted',
    ],
    ['tokens', { auth: { tokens: `alice:${'0'.repeat(64)}:tools` } }, 'no token is known here'],
  ])('passes helm test with %s', async (_name, values, said) => {
    const rendered = await renderHere(values);
    await using pod = await RunningPod.start(rendered);
    const [code, output] = await runTest(rendered, pod.url('http'));
    expect([code, output]).toEqual([0, expect.stringContaining(said)]);
  });

  it('drains while clients work: each call that was accepted is answered, inside the grace period', async () => {
    const drain = { preStopSeconds: 1, delaySeconds: 1, spreadSeconds: 1, shutdownSeconds: 10 };
    const rendered = await renderHere({ ...SLOW, drain });
    await using pod = await RunningPod.start(rendered);
    const [url, headers] = [pod.url('http'), bearer(rendered)];
    await using busy = await SseStream.open(`${url}/sse`, headers);
    await using idle = await SseStream.open(`${url}/sse`, headers);
    const endpoint = await busy.endpoint();
    await idle.endpoint();
    expect((await post(endpoint, callTool('early', 'waitForRelease'), headers)).status).toBe(202);
    await eventually(
      () => pod.output.join(''),
      (output) => output.includes('1 calls wait'),
    );

    const ending = pod.terminate();
    expect(await pod.probe(rendered.container.readinessProbe)).toBe(200);
    await eventually(
      () => pod.probe(rendered.container.readinessProbe),
      (status) => status === 503,
    );
    expect((await post(endpoint, callTool('announced', 'waitForRelease'), headers)).status).toBe(202);
    await eventually(
      () => pod.output.join(''),
      (output) => output.includes('2 calls wait'),
    );
    await idle.ended();
    expect(busy.isEnded).toBe(false);
    expect(await pod.probe(rendered.container.livenessProbe)).toBe(200);
    pod.release();
    const answer = { result: { content: [{ text: 'released' }] } };
    expect(await busy.responseTo('early')).toMatchObject(answer);
    expect(await busy.responseTo('announced')).toMatchObject(answer);
    await busy.ended();
    const { code, seconds } = await ending;
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(rendered.deployment.spec.template.spec.terminationGracePeriodSeconds);
  });

  it('ends by itself before SIGKILL when a call never ends, and says that its outcome is unknown', async () => {
    const drain = { delaySeconds: 1, spreadSeconds: 1, shutdownSeconds: 3 };
    const rendered = await renderHere({ ...SLOW, drain, terminationGracePeriodSeconds: 8 });
    await using pod = await RunningPod.start(rendered);
    const headers = bearer(rendered);
    await using stream = await SseStream.open(`${pod.url('http')}/sse`, headers);
    await post(await stream.endpoint(), callTool(1, 'waitForRelease'), headers);
    await eventually(
      () => pod.output.join(''),
      (output) => output.includes('1 calls wait'),
    );
    const { code, signal, seconds } = await pod.terminate();
    expect(await stream.responseTo(1)).toMatchObject({ error: { data: { reason: 'outcome-unknown' } } });
    expect([code, signal]).toEqual([0, null]);
    expect(seconds).toBeLessThan(8);
  });

  it('has no text in the pod of helm test that Kubernetes would fill in', () => {
    const [container] = renderSet('default').get('Pod').spec['containers'] as [Container];
    expect(container.args!.join('\n')).not.toMatch(/\$\(|\$\$/);
    expect(VALUE_SETS).toContain('default');
  });
});

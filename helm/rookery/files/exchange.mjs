// What `helm test` runs: an MCP exchange over HTTP+SSE through the Service. It prints each step, and fails at the first wrong one.
const { SERVER_URL, AUTH_MODE, TOKEN } = process.env;
const credentials = TOKEN ? { authorization: `Bearer ${TOKEN}` } : {};
const deadline = AbortSignal.timeout(30_000);

function check(isRight, what) {
  if (!isRight) throw new Error(`not so: ${what}`);
  console.log(`ok: ${what}`);
}

async function* eventsOf(response) {
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const frames = text.split('\n\n');
    text = frames.pop();
    for (const frame of frames) {
      const fields = [...frame.matchAll(/^(event|data): ?(.*)$/gm)].map(([, name, value]) => [name, value]);
      if (fields.length > 0) yield Object.fromEntries(fields);
    }
  }
}

const open = (headers) =>
  fetch(`${SERVER_URL}/sse`, { headers: { accept: 'text/event-stream', ...headers }, signal: deadline });

if (AUTH_MODE !== 'none') check((await open({})).status === 401, 'a stream without a token is refused');
if (AUTH_MODE !== 'none' && !TOKEN) {
  console.log('no token is known here: tests.tokenSecret names one');
  process.exit(0);
}

const stream = await open(credentials);
check(stream.status === 200, `a stream opens (${stream.status})`);
const events = eventsOf(stream);
const next = async (event) => {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error(`the stream ended before an event ${event}`);
    if (value.event === event) return value.data;
  }
};
const endpoint = new URL(await next('endpoint'), SERVER_URL);
endpoint.host = new URL(SERVER_URL).host;
const send = async (message) => {
  const headers = { 'content-type': 'application/json', ...credentials };
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  const { status } = await fetch(endpoint, { method: 'POST', headers, body, signal: deadline });
  check(status === 202, `${message.method} is accepted (${status})`);
};
const ask = async (id, method, params) => {
  await send({ id, method, params });
  for (;;) {
    const answer = JSON.parse(await next('message'));
    if (answer.id !== id) continue;
    check(answer.result, `${method} is answered`);
    return answer.result;
  }
};

const client = { name: 'helm-test', version: '1.0.0' };
const { serverInfo } = await ask(1, 'initialize', {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: client,
});
await send({ method: 'notifications/initialized' });
const { tools } = await ask(2, 'tools/list', {});
console.log(`ok: ${serverInfo.name} ${serverInfo.version} serves ${tools.map(({ name }) => name).join(', ')}`);
if (tools.some(({ name }) => name === 'add')) {
  const { content } = await ask(3, 'tools/call', { name: 'add', arguments: { a: 5, b: 3 } });
  check(content[0].text === '8', '5 and 3 are 8');
}
process.exit(0);

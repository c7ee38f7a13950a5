// What `helm test` runs: an MCP exchange through the Service over each wire that is served. It prints each step, and fails
// at the first wrong one.
const { SERVER_URL, AUTH_MODE, TOKEN, WIRES } = process.env;
const wires = WIRES.split(',');
const credentials = TOKEN ? { authorization: `Bearer ${TOKEN}` } : {};
const deadline = AbortSignal.timeout(30_000);
const OPENING = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'helm-test', version: '1.0.0' },
};
const STATELESS_REVISION = '2026-07-28';
const ACCEPT = { accept: 'application/json, text/event-stream' };

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

/** Waits for the response with this id on a stream of messages. */
async function answerOn(events, id) {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error(`the stream ended before the response to ${id}`);
    if (value.event !== 'message' || !value.data) continue;
    const message = JSON.parse(value.data);
    if (message.id === id) return message;
  }
}

function request(path, method, headers = {}, message = undefined) {
  const body = message && JSON.stringify({ jsonrpc: '2.0', ...message });
  const type = message && { 'content-type': 'application/json' };
  return fetch(`${SERVER_URL}${path}`, { method, headers: { ...type, ...headers }, body, signal: deadline });
}

/** What the response to a POST answers, as JSON or on a stream. */
async function resultOf(response, id, method) {
  const isStream = response.headers.get('content-type').startsWith('text/event-stream');
  const { result } = isStream ? await answerOn(eventsOf(response), id) : await response.json();
  check(result, `${method} is answered`);
  return result;
}

/** The same on every wire with a handshake: what a client asks for. `ask` gives a result, `tell` sends a notification. */
async function converse(ask, tell) {
  const { serverInfo } = await ask(1, 'initialize', OPENING);
  await tell('notifications/initialized');
  const { tools } = await ask(2, 'tools/list', {});
  console.log(
    `ok: ${serverInfo.name} ${serverInfo.version} serves ${tools.map(({ name }) => name).join(', ')}`,
  );
  if (!tools.some(({ name }) => name === 'add')) return;
  const { content } = await ask(3, 'tools/call', { name: 'add', arguments: { a: 5, b: 3 } });
  check(content[0].text === '8', '5 and 3 are 8');
}

async function exchangeOverStreamableHttp() {
  const session = {};
  const post = (message) => request('/mcp', 'POST', { ...ACCEPT, ...credentials, ...session }, message);
  const ask = async (id, method, params) => {
    const response = await post({ id, method, params });
    check(response.status === 200, `POST /mcp: ${method} is served (${response.status})`);
    const sessionId = response.headers.get('mcp-session-id');
    if (method === 'initialize' && sessionId) session['mcp-session-id'] = sessionId;
    return await resultOf(response, id, method);
  };
  const tell = async (method) => {
    const { status } = await post({ method });
    check(status === 202, `POST /mcp: ${method} is accepted (${status})`);
  };
  await converse(ask, tell);
  const stream = await request('/mcp', 'GET', {
    accept: 'text/event-stream',
    ...credentials,
    ...session,
  });
  if (!session['mcp-session-id']) {
    check(stream.status === 405, `GET /mcp: there is no stream without sessions (${stream.status})`);
    return;
  }
  check(stream.status === 200, `GET /mcp: a stream opens (${stream.status})`);
  const { status } = await request('/mcp', 'DELETE', { ...credentials, ...session });
  check(status === 200, `DELETE /mcp: the session ends (${status})`);
  await stream.text();
  const after = await post({ id: 4, method: 'ping' });
  check(after.status === 404, `POST /mcp: it is not found any more (${after.status})`);
}

async function exchangeOverStatelessHttp() {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': STATELESS_REVISION,
    'io.modelcontextprotocol/clientInfo': OPENING.clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const ask = async (id, method) => {
    const mirrored = { 'mcp-protocol-version': STATELESS_REVISION, 'mcp-method': method };
    const message = { id, method, params: { _meta } };
    const response = await request('/mcp', 'POST', { ...ACCEPT, ...credentials, ...mirrored }, message);
    check(response.status === 200, `POST /mcp, ${STATELESS_REVISION}: ${method} is served (${response.status})`);
    return await resultOf(response, id, method);
  };
  const { supportedVersions } = await ask(1, 'server/discover');
  check(supportedVersions.includes(STATELESS_REVISION), `${STATELESS_REVISION} is a version of it`);
  const { tools } = await ask(2, 'tools/list');
  check(Array.isArray(tools), `${tools.length} tools are listed`);
}

async function exchangeOverSessionlessPost() {
  const message = { id: 1, method: 'tools/list' };
  const response = await request('/message', 'POST', credentials, message);
  check(response.status === 200, `POST /message without a session: tools/list is served (${response.status})`);
  await resultOf(response, 1, 'tools/list');
}

async function exchangeOverHttpSse() {
  const stream = await request('/sse', 'GET', { accept: 'text/event-stream', ...credentials });
  check(stream.status === 200, `GET /sse: a stream opens (${stream.status})`);
  const events = eventsOf(stream);
  const { value: first } = await events.next();
  check(first?.event === 'endpoint', 'it names an endpoint');
  // A public path that a proxy strips is no path of the Service.
  const endpoint = first.data.slice(first.data.lastIndexOf('/'));
  const send = async (message) => {
    const { status } = await request(endpoint, 'POST', credentials, message);
    check(status === 202, `POST /message: ${message.method} is accepted (${status})`);
  };
  const ask = async (id, method, params) => {
    await send({ id, method, params });
    const { result } = await answerOn(events, id);
    check(result, `${method} is answered`);
    return result;
  };
  await converse(ask, (method) => send({ method }));
}

const serves = (...names) => names.some((name) => wires.includes(name));
if (AUTH_MODE !== 'none') {
  if (serves('streamable-http', 'stateless-http')) {
    const { status } = await request('/mcp', 'POST', {}, { id: 1, method: 'initialize', params: OPENING });
    check(status === 401, `POST /mcp: a call without a token is refused (${status})`);
  }
  if (serves('http-sse')) {
    const { status } = await request('/sse', 'GET', { accept: 'text/event-stream' });
    check(status === 401, `GET /sse: a stream without a token is refused (${status})`);
  }
  if (serves('sessionless-post')) {
    const { status } = await request('/message', 'POST', {}, { id: 1, method: 'tools/list' });
    check(status === 401, `POST /message: a call without a token is refused (${status})`);
  }
}
if (AUTH_MODE !== 'none' && !TOKEN) {
  console.log('no token is known here: tests.tokenSecret names one');
  process.exit(0);
}
if (serves('streamable-http')) await exchangeOverStreamableHttp();
if (serves('stateless-http')) await exchangeOverStatelessHttp();
if (serves('http-sse')) await exchangeOverHttpSse();
if (serves('sessionless-post')) await exchangeOverSessionlessPost();
process.exit(0);

// Keeps one MCP session over reloads and broken connections: answers that came meanwhile are delivered afterwards.

const server = new URLSearchParams(location.search).get('server') ?? 'http://localhost:8000';

const element = (id) => document.querySelector(`#${id}`);

/** Where the messages of the session are posted, once the stream has said so. */
let endpoint;
let callCount = 0;

/** A secret of this tab: whoever has it can take the session up. */
function resumeKey() {
  const item = `resume key of ${server}`;
  let key = sessionStorage.getItem(item);
  if (key === null) {
    key = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
    sessionStorage.setItem(item, key);
  }
  return key;
}

function toBase64Url(bytes) {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function show(type, data) {
  const item = document.createElement('li');
  item.textContent = `${type} ${data}`;
  element('events').append(item);
}

function openStream() {
  const query = new URLSearchParams({ events: 'named', resume: resumeKey() });
  const stream = new EventSource(`${server}/sse?${query}`);

  stream.addEventListener('endpoint', ({ data }) => useEndpoint(new URL(data, server)));
  stream.addEventListener('connected', ({ data }) => show('connected', data));
  stream.addEventListener('message', ({ data }) => show('message', data));
  stream.addEventListener('heartbeat', ({ data }) => {
    element('heartbeat').value = JSON.parse(data).timestamp;
  });

  stream.addEventListener('open', () => {
    element('stream').value = 'open';
  });
  // The browser connects again by itself and says which event it got last, unless the server refused this page.
  stream.addEventListener('error', () => {
    element('stream').value = stream.readyState === EventSource.CLOSED ? 'refused' : 'connecting';
  });
}

/** A session that this tab knows goes on; a new one begins as MCP wants it. */
async function useEndpoint(url) {
  endpoint = url;
  element('call').querySelector('button').disabled = false;
  const session = url.searchParams.get('sessionId');
  element('session').value = session;
  const item = `session at ${server}`;
  if (sessionStorage.getItem(item) === session) return;
  sessionStorage.setItem(item, session);
  await initialize();
}

async function initialize() {
  const params = {
    protocolVersion: '2024-11-05',
    capabilities: {},
    clientInfo: { name: 'browser-client', version: '1.0.0' },
  };
  await post({ id: 'initialize', method: 'initialize', params });
  await post({ method: 'notifications/initialized' });
}

function callTool(name, args) {
  // Ids are never used twice in a session, and the session outlives the page.
  const id = `${Date.now()}-${++callCount}`;
  return post({ id, method: 'tools/call', params: { name, arguments: args, _meta: { progressToken: id } } });
}

/** Sends a message. The stream brings the answer. */
async function post(message) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });
  if (!response.ok) throw new Error(await response.text());
}

element('call').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { tool, args } = event.target.elements;
  try {
    await callTool(tool.value, JSON.parse(args.value));
  } catch (error) {
    show('error', error.message);
  }
});

openStream();

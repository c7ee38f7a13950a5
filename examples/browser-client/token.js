// Holds an MCP session with a server that wants a token. EventSource cannot send one, so fetch reads the stream.

const server = new URLSearchParams(location.search).get('server') ?? 'http://localhost:8000';

const connectForm = document.querySelector('#connect');
const addForm = document.querySelector('#add');
const streamState = document.querySelector('#stream');

/** The events of a stream, one after the other. Comments, which keep proxies awake, are passed over. */
async function* readEvents(body) {
  let rest = '';
  for await (const text of readTexts(body)) {
    const events = (rest + text).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const fields = event.split('\n').map((line) => line.split(/: (.*)/s));
      yield Object.fromEntries(fields.filter(([name]) => name !== ''));
    }
  }
}

/** Not every browser can iterate over a stream. */
async function* readTexts(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** One session: requests go out by POST, and the stream brings the answers. */
class Session {
  #headers;
  #endpoint;
  #lastId = 0;
  #waiting = new Map();

  constructor(token) {
    this.#headers = { Authorization: `Bearer ${token}` };
  }

  /** Reads the stream to its end. `onOpen` runs once messages can be posted. */
  async run(onOpen) {
    const headers = { ...this.#headers, Accept: 'text/event-stream' };
    const response = await fetch(`${server}/sse`, { headers });
    if (!response.ok) throw new Error(await messageOf(response));
    for await (const { event, data } of readEvents(response.body)) {
      if (event === 'message') this.#receive(JSON.parse(data));
      if (event !== 'endpoint') continue;
      this.#endpoint = new URL(data, server);
      onOpen();
    }
  }

  async initialize() {
    const clientInfo = { name: 'browser-client', version: '1.0.0' };
    await this.request('initialize', { protocolVersion: '2024-11-05', capabilities: {}, clientInfo });
    await this.#post({ method: 'notifications/initialized' });
  }

  async callTool(name, args) {
    const { content, isError } = await this.request('tools/call', { name, arguments: args });
    const text = content.map((block) => block.text).join('\n');
    if (isError) throw new Error(text);
    return text;
  }

  async request(method, params) {
    const id = ++this.#lastId;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    await this.#post({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(error.message);
    return result;
  }

  #receive(message) {
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }

  async #post(message) {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: { ...this.#headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
    if (!response.ok) throw new Error(await messageOf(response));
  }
}

async function messageOf(response) {
  return (await response.json()).error.message;
}

let session;

connectForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  session = new Session(connectForm.elements.token.value);
  try {
    await session.run(async () => {
      await session.initialize();
      streamState.value = 'open';
      addForm.querySelector('button').disabled = false;
    });
    streamState.value = 'closed';
  } catch (error) {
    streamState.value = error.message;
  }
});

addForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { a, b, sum } = addForm.elements;
  try {
    sum.value = await session.callTool('add', { a: a.valueAsNumber, b: b.valueAsNumber });
  } catch (error) {
    sum.value = error.message;
  }
});

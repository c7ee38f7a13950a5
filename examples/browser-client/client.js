// Calls a tool with a POST that needs no session, and shows whether the server's event stream is open.

const server = new URLSearchParams(location.search).get('server') ?? 'http://localhost:8000';

const form = document.querySelector('#add');
const streamState = document.querySelector('#stream');

function watchStream() {
  const stream = new EventSource(`${server}/sse`);
  stream.addEventListener('message', ({ data }) => console.log('Message received:', JSON.parse(data)));
  stream.addEventListener('open', () => {
    streamState.value = 'open';
  });
  // The browser connects again by itself, unless the server refused this page.
  stream.addEventListener('error', () => {
    streamState.value = stream.readyState === EventSource.CLOSED ? 'refused' : 'connecting';
  });
}

/** Sends one JSON-RPC request. Its response is the HTTP response. */
async function request(method, params) {
  const response = await fetch(`${server}/message`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  if (error) throw new Error(error.message);
  return result;
}

/** The text of what a tool answers. */
async function callTool(name, args) {
  const { content, isError } = await request('tools/call', { name, arguments: args });
  const text = content.map((block) => block.text).join('\n');
  if (isError) throw new Error(text);
  return text;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { a, b, sum } = form.elements;
  try {
    sum.value = await callTool('add', { a: a.valueAsNumber, b: b.valueAsNumber });
  } catch (error) {
    sum.value = error.message;
  }
});

document.querySelector('a').search = location.search;
watchStream();
form.requestSubmit();

import type { Browser, ConsoleMessage } from 'playwright-core';
import { describeWith } from '../support/available.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { serveFiles, type StaticServer } from '../support/servers/static-server.js';
import { BrowserTab, launchChromium } from '../support/wire/browser-tab.js';
import { waitForOpenStreams } from '../support/wire/resume.js';

/** The code that introduces MCP over SSE to web developers. Only its port is changed. */
const PLAIN_JAVASCRIPT = `
// Open SSE connection
const eventSource = new EventSource('http://localhost:8000/sse');

eventSource.onmessage = (event) => {
  const data = JSON.parse(event.data);
  console.log('Message received:', data);
};

eventSource.onerror = (error) => {
  console.error('SSE error:', error);
};

// Send JSON-RPC request
async function callTool(name, args) {
  const response = await fetch('http://localhost:8000/message', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: name,
        arguments: args
      }
    })
  });

  return await response.json();
}

// Invoke tool
callTool('add', { a: 5, b: 3 })
  .then(result => console.log('Result:', result));
`;

describeWith('ROOKERY_TEST_CHROMIUM', 'A page of another origin', (chromium) => {
  let browser: Browser;
  const pages: Record<string, string> = {};
  let allowed: StaticServer;
  let stranger: StaticServer;
  let server: RunningRookery;

  beforeAll(async () => {
    browser = await launchChromium(chromium);
    allowed = await serveFiles('examples/browser-client', pages);
    stranger = await serveFiles('examples/browser-client', pages);
    server = await startRookery({ ALLOWED_ORIGINS: allowed.origin, HEARTBEAT_SECONDS: '0.3' });
    const { port } = new URL(server.url);
    const script = PLAIN_JAVASCRIPT.replaceAll('localhost:8000', `localhost:${port}`);
    pages['/plain.html'] = `<!doctype html><script>${script}</script>`;
    pages['/blank.html'] = '<!doctype html>';
  });

  afterEach(() => waitForOpenStreams(server.url, 0));

  afterAll(async () => {
    await browser.close();
    await server.rookery.close();
    await allowed[Symbol.asyncDispose]();
    await stranger[Symbol.asyncDispose]();
  });

  describe('that is allowed', () => {
    it('adds two numbers without a session, and opens a stream', async () => {
      await using tab = await BrowserTab.open(browser);
      await tab.page.goto(`${allowed.origin}/index.html?server=${server.url}`);
      await tab.waitForText('[name=sum]', '8');
      await tab.waitForText('#stream', 'open');
      await tab.page.locator('[name=a]').fill('0.5');
      await tab.page.locator('#add button').click();
      await tab.waitForText('[name=sum]', '3.5');
    });

    it('runs the plain JavaScript that introduces MCP over SSE', async () => {
      await using tab = await BrowserTab.open(browser);
      const printed: ConsoleMessage[] = [];
      tab.page.on('console', (message) => printed.push(message));
      await tab.page.goto(`${allowed.origin}/plain.html`);
      await eventually(() => printed.length > 0);
      await eventually(() => tab.page.evaluate('eventSource.readyState === EventSource.OPEN'));
      const values = printed.map((message) => Promise.all(message.args().map((arg) => arg.jsonValue())));
      expect(await Promise.all(values)).toEqual([
        ['Result:', { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: '8' }] } }],
      ]);
    });

    it('hears of its connection and of heartbeats by name, where it asks for them', async () => {
      await using tab = await BrowserTab.open(browser);
      await tab.page.goto(`${allowed.origin}/resume.html?server=${server.url}`);
      const session = await tab.textOf('#session');
      expect(await tab.shown('connected')).toEqual([
        { sessionId: session, server: 'rookery', heartbeatSeconds: 0.3 },
      ]);
      const first = await tab.textOf('#heartbeat');
      expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      await eventually(
        () => tab.textOf('#heartbeat'),
        (next) => next > first,
      );
    });

    it('hears of nothing but the endpoint and messages where it does not', async () => {
      await using tab = await BrowserTab.open(browser);
      await tab.page.goto(`${allowed.origin}/blank.html`);
      await tab.page.evaluate(`
        heard = [];
        stream = new EventSource('${server.url}/sse');
        for (const type of ['endpoint', 'connected', 'heartbeat', 'message'])
          stream.addEventListener(type, () => heard.push(type));
        stream.addEventListener('endpoint', ({ data }) => fetch(new URL(data, '${server.url}'), {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
        }));
      `);
      await eventually(() => tab.page.evaluate(`heard.includes('message')`));
      expect(await tab.page.evaluate('heard')).toEqual(['endpoint', 'message']);
    });
  });

  describe('that is not allowed', () => {
    it('gets neither an answer nor a stream, but 403', async () => {
      await using tab = await BrowserTab.open(browser);
      await tab.page.goto(`${stranger.origin}/index.html?server=${server.url}`);
      await tab.waitForText('[name=sum]', 'Failed to fetch');
      await tab.waitForText('#stream', 'refused');
      const statuses = await eventually(
        () => tab.statusesOf(server.url),
        ({ length }) => length === 2,
      );
      expect(statuses).toEqual([403, 403]);
    });

    it('cannot send what needs no preflight either', async () => {
      await using tab = await BrowserTab.open(browser);
      await tab.page.goto(`${stranger.origin}/blank.html`);
      const type = await tab.page.evaluate(`
        fetch('${server.url}/message', {
          method: 'POST',
          mode: 'no-cors',
          body: '{"jsonrpc":"2.0","id":1,"method":"ping"}',
        }).then((response) => response.type)
      `);
      const statuses = await eventually(
        () => tab.statusesOf(server.url),
        ({ length }) => length > 0,
      );
      expect([type, statuses]).toEqual(['opaque', [403]]);
    });
  });
});

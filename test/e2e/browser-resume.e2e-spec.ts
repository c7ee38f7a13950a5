import type { Browser } from 'playwright-core';
import { describeWith } from '../support/available.js';
import { eventually } from '../support/eventually.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { serveFiles, type StaticServer } from '../support/servers/static-server.js';
import { type HeldCall, heldCall, HoldModule } from '../support/tools/held-calls.js';
import { BrowserTab, launchChromium } from '../support/wire/browser-tab.js';
import { post, rpc } from '../support/wire/http.js';
import { waitForOpenStreams } from '../support/wire/resume.js';
import { TcpProxy } from '../support/wire/tcp-proxy.js';

/** A message that a page shows, by what tells it from the others. */
function gist({ params, result, id }: Record<string, unknown>): unknown {
  const { progress } = (params ?? {}) as { progress?: number };
  const { content, serverInfo } = (result ?? {}) as { content?: { text: string }[]; serverInfo?: object };
  return progress ?? content?.[0]?.text ?? (serverInfo ? 'initialised' : id);
}

describeWith('ROOKERY_TEST_CHROMIUM', 'The EventSource of a page, when its connection breaks', (chromium) => {
  let browser: Browser;
  let files: StaticServer;
  let server: RunningRookery;
  let proxy: TcpProxy;
  let pageUrl: string;

  beforeAll(async () => {
    browser = await launchChromium(chromium);
    files = await serveFiles('examples/browser-client', { '/blank.html': '<!doctype html>' });
    server = await startRookery({ ALLOWED_ORIGINS: files.origin }, HoldModule);
    proxy = await TcpProxy.start(server.url);
    pageUrl = `${files.origin}/resume.html?server=${proxy.url}`;
  });

  afterEach(() => waitForOpenStreams(server.url, 0));

  afterAll(async () => {
    await browser.close();
    await proxy[Symbol.asyncDispose]();
    await server.rookery.close();
    await files[Symbol.asyncDispose]();
  });

  async function submitCall({ page }: BrowserTab, tool: string, args: object): Promise<void> {
    await page.locator('[name=tool]').fill(tool);
    await page.locator('[name=args]').fill(JSON.stringify(args));
    await page.locator('#call button').click();
  }

  async function hold(tab: BrowserTab, name: string): Promise<HeldCall> {
    await submitCall(tab, 'hold', { name });
    return heldCall(name);
  }

  const gists = async (tab: BrowserTab): Promise<unknown[]> => (await tab.shown('message')).map(gist);

  const waitForMessage = (tab: BrowserTab, expected: unknown): Promise<unknown[]> =>
    eventually(
      () => gists(tab),
      (shown) => shown.includes(expected),
    );

  async function cut(): Promise<void> {
    proxy.cut();
    await waitForOpenStreams(server.url, 0);
  }

  it('gets what it missed, once and in order, on the same session', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(pageUrl);
    const session = await tab.textOf('#session');
    await waitForMessage(tab, 'initialised');
    const call = await hold(tab, 'browser');
    call.context.progress(1);
    await waitForMessage(tab, 1);

    proxy.loseAnswers();
    call.context.progress(2);
    call.context.progress(3);
    await cut();
    call.context.progress(4);
    const endpoint = `${server.url}/message?sessionId=${session}`;
    expect((await post(endpoint, rpc('a ping', 'ping'))).status).toBe(202);
    call.finish('the answer');
    await waitForOpenStreams(server.url, 1);
    await waitForMessage(tab, 'the answer');
    await submitCall(tab, 'echo', { message: 'as before' });

    expect(await waitForMessage(tab, 'as before')).toEqual([
      'initialised',
      1,
      2,
      3,
      4,
      'a ping',
      'the answer',
      'as before',
    ]);
    expect(await tab.shown('connected')).toMatchObject([{ sessionId: session }, { sessionId: session }]);
    expect(await tab.textOf('#session')).toBe(session);
  });

  it('takes its session up again when the page is loaded anew', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(pageUrl);
    const session = await tab.textOf('#session');
    await waitForMessage(tab, 'initialised');
    const call = await hold(tab, 'reloaded');
    await tab.page.goto('about:blank');
    await waitForOpenStreams(server.url, 0);
    call.finish('the answer');
    await tab.page.goto(pageUrl);
    expect(await waitForMessage(tab, 'the answer')).toEqual(['the answer']);
    expect(await tab.textOf('#session')).toBe(session);
  });

  it('begins a new session, and initialises it, once the server has given the old one up', async () => {
    await using impatient = await startRookery({ ALLOWED_ORIGINS: files.origin, REPLAY_SECONDS: '0.1' });
    await using way = await TcpProxy.start(impatient.url);
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(`${files.origin}/resume.html?server=${way.url}`);
    const session = await tab.textOf('#session');
    await waitForMessage(tab, 'initialised');
    way.cut();
    await eventually(
      () => gists(tab),
      ({ length }) => length === 2,
    );
    expect(await gists(tab)).toEqual(['initialised', 'initialised']);
    expect(await tab.textOf('#session')).not.toBe(session);
  });

  it('gets a new session without a resume key', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(`${files.origin}/blank.html`);
    await tab.page.evaluate(`
      endpoints = [];
      messages = [];
      stream = new EventSource('${proxy.url}/sse');
      stream.addEventListener('endpoint', ({ data }) => endpoints.push(new URL(data, '${proxy.url}').href));
      stream.addEventListener('message', ({ data }) => messages.push(JSON.parse(data)));
    `);
    const endpoints = (count: number): Promise<string[]> =>
      eventually(
        () => tab.page.evaluate<string[]>('endpoints'),
        ({ length }) => length === count,
      );
    const [first] = await endpoints(1);
    await post(first!, rpc('before', 'ping'));
    await eventually(() => tab.page.evaluate('messages.length > 0'));
    await cut();
    const [, second] = await endpoints(2);
    expect((await post(first!, rpc('lost', 'ping'))).status).toBe(404);
    expect((await post(second!, rpc('after', 'ping'))).status).toBe(202);
    await eventually(() => tab.page.evaluate('messages.length > 1'));
    expect(await tab.page.evaluate('messages')).toEqual([
      { jsonrpc: '2.0', id: 'before', result: {} },
      { jsonrpc: '2.0', id: 'after', result: {} },
    ]);
  });
});

import type { Browser } from 'playwright-core';
import { describeWith } from '../support/available.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { serveFiles, type StaticServer } from '../support/servers/static-server.js';
import { MirroredModule } from '../support/tools/mirrored-tools.js';
import { BrowserTab, launchChromium } from '../support/wire/browser-tab.js';
import { rpc } from '../support/wire/http.js';
import { envelope, mirrored } from '../support/wire/stateless.js';

const AUTH_TOKEN = 't'.repeat(32);
const ARGUMENTS = { place: { region: 'eu-1' }, limit: 7, dryRun: true };
const HEADERS = {
  ...mirrored('tools/call', { name: 'raw' }),
  'content-type': 'application/json',
  authorization: `Bearer ${AUTH_TOKEN}`,
  'mcp-param-region': 'eu-1',
  'mcp-param-limit': '7',
  'mcp-param-dry-run': 'true',
};

describeWith('ROOKERY_TEST_CHROMIUM', 'A page of another origin that is allowed', (chromium) => {
  let browser: Browser;
  let page: StaticServer;
  let server: RunningRookery;

  beforeAll(async () => {
    browser = await launchChromium(chromium);
    page = await serveFiles('examples/browser-client', { '/blank.html': '<!doctype html>' });
    const environment = { ALLOWED_ORIGINS: page.origin, AUTH: 'bearer', AUTH_TOKEN };
    server = await startRookery(environment, MirroredModule);
  });

  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    await page[Symbol.asyncDispose]();
  });

  it('calls a tool in revision 2026-07-28, with each header that it asks for and a token', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(`${page.origin}/blank.html`);
    const message = rpc(1, 'tools/call', { name: 'raw', arguments: ARGUMENTS, _meta: envelope() });
    const init = { method: 'POST', headers: HEADERS, body: JSON.stringify(message) };
    const answer = await tab.page.evaluate(
      `fetch('${server.url}/mcp', ${JSON.stringify(init)}).then((response) => response.json())`,
    );
    expect(answer).toMatchObject({ id: 1, result: { structuredContent: ARGUMENTS } });
  });

  it('reads what is wrong with a header that says something else', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(`${page.origin}/blank.html`);
    const message = rpc(1, 'tools/call', { name: 'raw', arguments: ARGUMENTS, _meta: envelope() });
    const headers = { ...HEADERS, 'mcp-param-region': 'us-1' };
    const init = { method: 'POST', headers, body: JSON.stringify(message) };
    const answer = await tab.page.evaluate(
      `fetch('${server.url}/mcp', ${JSON.stringify(init)})
        .then(async (response) => [response.status, await response.json()])`,
    );
    expect(answer).toMatchObject([400, { error: { code: -32_020 } }]);
  });
});

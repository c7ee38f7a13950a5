import type { Browser } from 'playwright-core';
import { newToken } from '../support/auth/tokens.js';
import { describeWith } from '../support/available.js';
import { type RunningRookery, startRookery } from '../support/servers/rookery.js';
import { serveFiles, type StaticServer } from '../support/servers/static-server.js';
import { BrowserTab, launchChromium } from '../support/wire/browser-tab.js';

describeWith('ROOKERY_TEST_CHROMIUM', 'A page with a token', (chromium) => {
  const { token, line } = newToken('page');
  let browser: Browser;
  let page: StaticServer;
  let server: RunningRookery;

  beforeAll(async () => {
    browser = await launchChromium(chromium);
    page = await serveFiles('examples/browser-client');
    server = await startRookery({
      AUTH: 'bearer',
      AUTH_TOKENS: line,
      ALLOWED_ORIGINS: page.origin,
      HEARTBEAT_SECONDS: '0.3',
    });
  });

  afterAll(async () => {
    await browser.close();
    await server.rookery.close();
    await page[Symbol.asyncDispose]();
  });

  it('holds a session by fetch, which can send it', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(`${page.origin}/token.html?server=${server.url}`);
    await tab.page.locator('[name=token]').fill(token);
    await tab.page.locator('#connect button').click();
    await tab.waitForText('#stream', 'open');
    await tab.page.locator('#add button').click();
    await tab.waitForText('[name=sum]', '8');
    await tab.page.locator('[name=a]').fill('0.5');
    await tab.page.locator('#add button').click();
    await tab.waitForText('[name=sum]', '3.5');
  });

  it('reads why a wrong one is refused', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(`${page.origin}/token.html?server=${server.url}`);
    await tab.page.locator('[name=token]').fill('wrong');
    await tab.page.locator('#connect button').click();
    await tab.waitForText('#stream', 'The token is not valid');
    expect(tab.statusesOf(server.url)).toContain(401);
  });

  it('cannot be one with EventSource, which sends none', async () => {
    await using tab = await BrowserTab.open(browser);
    await tab.page.goto(`${page.origin}/index.html?server=${server.url}`);
    await tab.waitForText('#stream', 'refused');
  });
});

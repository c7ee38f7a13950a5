import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { eventually } from '../eventually.js';

const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-sync',
];

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A tab of a browser that knows nothing of other tabs, and what its pages show. */
export class BrowserTab implements AsyncDisposable {
  private readonly urls = new Map<string, string>();
  private readonly responses: { readonly requestId: string; readonly statusCode: number }[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async open(browser: Browser): Promise<BrowserTab> {
    const context = await browser.newContext();
    const tab = new BrowserTab(context, await context.newPage());
    await tab.watchResponses();
    return tab;
  }

  /** The text of an element, as soon as it has some. */
  textOf(selector: string): Promise<string> {
    return eventually(() => this.page.locator(selector).innerText());
  }

  async waitForText(selector: string, text: string): Promise<void> {
    await eventually(
      () => this.page.locator(selector).innerText(),
      (shown) => shown === text,
    );
  }

  /** The data of the events of a type that the page lists. */
  async shown(type: string): Promise<Record<string, unknown>[]> {
    const texts = await this.page.locator('#events li').allTextContents();
    return texts
      .filter((text) => text.startsWith(`${type} `))
      .map((text) => JSON.parse(text.slice(type.length + 1)) as Record<string, unknown>);
  }

  /** The status of every response of a server so far, also of those that the page may not see. */
  statusesOf(serverUrl: string): number[] {
    return this.responses
      .filter(({ requestId }) => this.urls.get(requestId)?.startsWith(serverUrl))
      .map(({ statusCode }) => statusCode);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.context.close();
  }

  private async watchResponses(): Promise<void> {
    const session = await this.context.newCDPSession(this.page);
    session.on('Network.requestWillBeSent', ({ requestId, request }) =>
      this.urls.set(requestId, request.url),
    );
    session.on('Network.responseReceivedExtraInfo', (response) => this.responses.push(response));
    await session.send('Network.enable');
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a browser sees at `/`. Bind one to show it; without it `/` serves event streams only. */
export abstract class LandingPage {
  abstract show(request: IncomingMessage, response: ServerResponse): void;
}

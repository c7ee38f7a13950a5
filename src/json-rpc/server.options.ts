import { PACKAGE_VERSION } from './version.js';

/** What the server says of itself in `initialize` and in each result of 2026-07-28, and its version in `GET /health`. Bind an instance to change it. */
export class ServerOptions {
  /** @default 'rookery' */
  name = 'rookery';

  /** @default the version of the package */
  version = PACKAGE_VERSION;

  /** A name for people. */
  title?: string;

  /** What a model should know before it uses the tools. */
  instructions?: string;
}

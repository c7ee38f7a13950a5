import { PACKAGE_VERSION } from './version.js';

/** How the server names itself in `initialize`. Bind an instance to change it. */
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

import { ConfigurationError } from '../../protocol/index.js';
import { type Alias, ALIASES, MESSAGE_PATHS, SSE_MESSAGE_PATH } from './paths.js';

/** The paths of a server's routes that an app may choose, without what is in front of all of them. */
export class ServedPaths {
  /** Where messages are posted; streams of HTTP+SSE name the first. */
  readonly messagePaths: readonly [string, ...string[]];
  readonly hasRoot: boolean;

  /** @throws ConfigurationError for a name that no alias has */
  constructor(aliases: readonly Alias[]) {
    const unknown = aliases.find((alias) => !ALIASES.includes(alias));
    if (unknown !== undefined)
      throw new ConfigurationError(
        `"${unknown}" is not an alias: \`aliases\` may have ${ALIASES.join(', ')}`,
      );
    const [first = SSE_MESSAGE_PATH, ...others] = MESSAGE_PATHS.filter((path) => aliases.includes(path));
    this.messagePaths = [first, ...others];
    this.hasRoot = aliases.includes('/');
  }
}

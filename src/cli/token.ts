import { createStaticToken } from '../auth/static-token.js';
import { ConfigurationError } from '../protocol/errors.js';
import { type Command, CommandError, print } from './command.js';

/** Makes a token for `AUTH=bearer`. */
export const TOKEN: Command = {
  usage: 'Usage: rookery token <principal> [scopes…]',
  run([principal, ...scopes]) {
    if (principal === undefined) throw new CommandError(this.usage);
    try {
      const { token, line } = createStaticToken(principal, scopes);
      print(`Token for ${principal}, shown only here:\n${token}`);
      print(`Line for AUTH_TOKENS or AUTH_TOKENS_FILE:\n${line}`);
      return 0;
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new CommandError(error.message);
    }
  },
};

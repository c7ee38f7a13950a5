import type { ModulesContainer } from '@nestjs/core';
import { TokenVerifier } from '../auth/index.js';
import type { AppConfig } from '../config/index.js';
import { bindersOf } from '../json-rpc/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { Authenticator } from '../transport/admission/index.js';

/** @throws ConfigurationError for a provider of the app that `AUTH` would pass over in silence, and so leave a door open */
export function checkOwnCredentials(modules: ModulesContainer, { AUTH }: AppConfig): void {
  if (AUTH === undefined && bindersOf(TokenVerifier, modules).length > 0)
    throw new ConfigurationError(
      'A TokenVerifier is provided, but AUTH is unset: AUTH=bearer has it asked, AUTH=none serves anyone',
    );
  if (asksForTokens(AUTH) && bindersOf(Authenticator, modules).length > 1)
    throw new ConfigurationError(
      'There are two Authenticators, one of them of AUTH: choose AUTH=none, or write a TokenVerifier instead',
    );
}

/** Whether callers have to bring a token. */
export function asksForTokens(auth: AppConfig['AUTH']): boolean {
  return auth === 'bearer' || auth === 'jwt';
}

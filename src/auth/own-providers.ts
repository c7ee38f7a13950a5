import type { ModulesContainer } from '@nestjs/core';
import { ConfigurationError } from '../protocol/index.js';
import { Authenticator } from '../transport/admission/index.js';
import { TokenVerifier } from './token.verifier.js';

type NestModule = ModulesContainer extends Map<string, infer Module> ? Module : never;

/** What would be passed over in silence, and leave a door open. @throws ConfigurationError */
export function checkOwnProviders(modules: ModulesContainer): void {
  if (modulesWith(Authenticator, modules).length > 1)
    throw new ConfigurationError(
      'There are two Authenticators, one of them of AUTH: choose AUTH=none, or write a TokenVerifier instead',
    );
  if (modulesWith(TokenVerifier, modules).some((module) => !module.isGlobal))
    throw new ConfigurationError(
      'A TokenVerifier is found only in a global module that exports it: add @Global()',
    );
}

/** @throws ConfigurationError for a verifier that nobody will ask, though nobody chose that */
export function refuseIdleVerifier(modules: ModulesContainer): void {
  if (modulesWith(TokenVerifier, modules).length > 0)
    throw new ConfigurationError(
      'A TokenVerifier is provided, but AUTH is unset: AUTH=bearer has it asked, AUTH=none serves anyone',
    );
}

function modulesWith(
  provided: typeof Authenticator | typeof TokenVerifier,
  modules: ModulesContainer,
): NestModule[] {
  return [...modules.values()].filter(({ providers }) => providers.has(provided));
}

import { ConfigurableModuleBuilder, type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { Challenge } from '../http-edge/index.js';
import { NestHost, NestHostModule } from '../json-rpc/index.js';
import { ConfigurationError } from '../protocol/index.js';
import { ToolsModule } from '../tools/index.js';
import { Authenticator } from '../transport/admission/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';
import { BearerAuthenticator } from './bearer.authenticator.js';
import { BearerChallenge } from './bearer.challenge.js';
import { JwtVerifier } from './jwt.verifier.js';
import { MetadataController } from './metadata.controller.js';
import { ProtectedResource } from './protected-resource.js';
import { RevocationModule } from './revocation.module.js';
import { StaticTokenVerifier } from './static-token.verifier.js';
import { SupportedScopes } from './supported-scopes.js';
import { TokenVerifier } from './token.verifier.js';

const { ConfigurableModuleClass, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<AuthModuleOptions>({ optionsInjectionToken: AUTH_OPTIONS })
    .setClassMethodName('forRoot')
    .build();

/**
 * Asks for a token on every MCP route: binds {@link Authenticator} and {@link Challenge} for every module. Import it once,
 * beside `McpModule`. A {@link TokenVerifier} is optional: a global module that exports one binds it.
 */
@Module({
  imports: [FeaturesModule, NestHostModule, RevocationModule, ToolsModule],
  controllers: [MetadataController],
  providers: [
    JwtVerifier,
    ProtectedResource,
    StaticTokenVerifier,
    SupportedScopes,
    { provide: Authenticator, useClass: BearerAuthenticator },
    { provide: Challenge, useClass: BearerChallenge },
  ],
  exports: [Authenticator, Challenge, RevocationModule],
})
export class AuthModule extends ConfigurableModuleClass implements OnModuleInit {
  constructor(private readonly host: NestHost) {
    super();
  }

  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    return { ...super.forRoot(options), global: true };
  }

  static override forRootAsync(options: typeof ASYNC_OPTIONS_TYPE): DynamicModule {
    return { ...super.forRootAsync(options), global: true };
  }

  /** What would be passed over in silence, and leave a door open. @throws ConfigurationError */
  onModuleInit(): void {
    if (this.modulesWith(Authenticator).length > 1)
      throw new ConfigurationError(
        'There are two Authenticators, one of them of AUTH: choose AUTH=none, or a TokenVerifier',
      );
    const unseen = this.modulesWith(TokenVerifier).find(([, module]) => !module.isGlobal);
    if (unseen)
      throw new ConfigurationError(
        'A TokenVerifier is found only in a global module that exports it: add @Global()',
      );
  }

  private modulesWith(provided: typeof Authenticator | typeof TokenVerifier) {
    return [...this.host.modules].filter(([, module]) => module.providers.has(provided));
  }
}

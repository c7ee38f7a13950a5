import { ConfigurableModuleBuilder, type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { FeaturesModule } from '../features/index.js';
import { HttpEdgeModule } from '../http-edge/index.js';
import { Challenge } from '../http/index.js';
import { refuseIdleBinders } from '../json-rpc/index.js';
import { NestHost, NestHostModule } from '../nest-host/index.js';
import { Authenticator } from '../transport/admission/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';
import { BearerAuthenticator } from './bearer-authenticator.js';
import { BearerChallenge } from './bearer-challenge.js';
import { JwtVerifier } from './jwt-verifier.js';
import { MetadataController } from './metadata.controller.js';
import { ProtectedResource } from './protected-resource.js';
import { RevocationModule } from './revocation.module.js';
import { StaticTokenVerifier } from './static-token-verifier.js';
import { SupportedScopes } from './supported-scopes.js';
import { TokenVerifier } from './token-verifier.js';

const { ConfigurableModuleClass, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<AuthModuleOptions>({ optionsInjectionToken: AUTH_OPTIONS })
    .setClassMethodName('forRoot')
    .build();

/**
 * Asks for a token on every MCP route: binds {@link Authenticator} and {@link Challenge} for every module. Import it once,
 * besides `McpModule`. A `TokenVerifier` is optional: a global module that exports one binds it.
 */
@Module({
  imports: [FeaturesModule, HttpEdgeModule, NestHostModule, RevocationModule],
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

  /** @throws ConfigurationError for a `TokenVerifier` that would not be asked */
  onModuleInit(): void {
    refuseIdleBinders([TokenVerifier], this.host.modules);
  }
}

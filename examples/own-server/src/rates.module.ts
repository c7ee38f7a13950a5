import { Global, Module } from '@nestjs/common';
import { Authenticator } from 'rookery';
import { OperatorAuthenticator } from './operator-authenticator.js';
import { RatesClient } from './rates.client.js';
import { RatesConfig } from './rates.config.js';
import { RatesTools } from './rates-tools.js';
import { UsageTools } from './usage-tools.js';

/** The whole server. It is global so that Rookery finds the authenticator it exports. */
@Global()
@Module({
  providers: [
    RatesConfig,
    RatesClient,
    RatesTools,
    UsageTools,
    { provide: Authenticator, useClass: OperatorAuthenticator },
  ],
  exports: [Authenticator],
})
export class RatesModule {}

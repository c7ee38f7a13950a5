import { Logger, Module, type NestModule, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { NestHost, NestHostModule } from '../../nest-host/index.js';
import { ConfigurationError } from '../../protocol/index.js';
import { DirectRoutesAdapter, type DirectRoutesReport } from './direct-routes-adapter.js';

/** Whether marked routes do without Express. Bind an instance to change it. */
export class DirectRoutesOptions {
  /** Needs an app on a {@link DirectRoutesAdapter}. @default false */
  enabled = false;
}

/**
 * Turns direct routes on in the app's adapter, and logs how each route is served. {@link DirectRoutesOptions} are
 * optional: a global module that exports them binds them.
 */
@Module({ imports: [NestHostModule] })
export class DirectRoutesModule implements NestModule, OnApplicationBootstrap {
  private readonly logger = new Logger('DirectRoutes');
  private adapter: DirectRoutesAdapter | undefined;

  constructor(
    private readonly host: NestHost,
    @Optional() private readonly options: DirectRoutesOptions = new DirectRoutesOptions(),
  ) {}

  /** Nest asks modules for their middleware before it registers routes. @throws ConfigurationError for another adapter */
  configure(): void {
    const { adapter } = this.host;
    if (!this.options.enabled || !adapter) return;
    if (!(adapter instanceof DirectRoutesAdapter))
      throw new ConfigurationError(
        'directRoutes needs its adapter: NestFactory.create(AppModule, new DirectRoutesAdapter())',
      );
    adapter.enableDirectRoutes();
    this.adapter = adapter;
  }

  onApplicationBootstrap(): void {
    if (this.host.adapter) this.logger.log(describe(this.adapter?.report));
  }
}

function describe(report: DirectRoutesReport | undefined): string {
  if (!report) return 'Off: every request passes through Express';
  const { direct, throughExpress } = report;
  const obstructed = throughExpress.map(({ route, reason }) => `${route} (${reason})`);
  return [
    `Without Express: ${direct.join(', ') || 'no route'}`,
    ...(obstructed.length > 0 ? [`through Express: ${obstructed.join(', ')}`] : []),
  ].join('; ');
}

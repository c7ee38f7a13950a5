import type { ServerResponse } from 'node:http';
import { Controller, Get, Optional, Res, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult, HealthCheckService } from '@nestjs/terminus';
import { AlwaysAvailable, Availability } from '../availability/index.js';
import { ServerOptions } from '../json-rpc/index.js';
import { OpenStreams } from '../sessions/index.js';
import { HEALTH_PATH } from '../transport/endpoints/index.js';
import { AvailabilityIndicator } from './availability-indicator.js';
import { CredentialsIndicator } from './credentials-indicator.js';
import { HealthCheckFilter } from './health-check.filter.js';
import { ReadinessIndicators } from './readiness-indicators.js';

/** What `GET /health` says. */
interface HealthReport {
  readonly status: 'healthy' | 'draining' | 'unhealthy';
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly uptimeSeconds: number;
  /** Open streams. */
  readonly activeConnections: number;
  readonly version: string;
}

/** Probes: no host, origin or credentials are asked for, since the kubelet has none. */
@Controller({ path: HEALTH_PATH, version: VERSION_NEUTRAL })
@UseFilters(HealthCheckFilter)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: AvailabilityIndicator,
    private readonly credentials: CredentialsIndicator,
    private readonly indicators: ReadinessIndicators,
    private readonly streams: OpenStreams,
    @Optional() private readonly availability: Availability = new AlwaysAvailable(),
    @Optional() private readonly server: ServerOptions = new ServerOptions(),
  ) {}

  /** For people and load balancers. */
  @Get()
  report(@Res({ passthrough: true }) response: ServerResponse): HealthReport {
    const { state, isReady } = this.availability;
    const status = STATUS[isReady || state !== 'accepting' ? state : 'draining'];
    response.statusCode = status === 'healthy' ? 200 : 503;
    response.setHeader('Cache-Control', 'no-store');
    return {
      status,
      timestamp: new Date().toISOString(),
      uptimeSeconds: Math.floor(process.uptime()),
      activeConnections: this.streams.count,
      version: this.server.version,
    };
  }

  /**
   * Liveness: the event loop answers. A restart would not help against anything else. Terminus would say no during the
   * drain, and have the kubelet kill calls that are being finished.
   */
  @Get('live')
  live(): HealthCheckResult {
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  /** Readiness: this replica takes new work. */
  @Get('ready')
  @HealthCheck()
  ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.indicator.check(),
      ...(this.credentials.isNeeded ? [() => this.credentials.check()] : []),
      ...this.indicators.all(),
    ]);
  }
}

const STATUS = { accepting: 'healthy', draining: 'draining', overloaded: 'unhealthy' } as const;

import { Gauge, type Registry } from 'prom-client';
import type { CredentialSources } from '../transport/admission/index.js';

/** How long credentials have been judged by what was read before. */
export function gaugeStaleCredentials(registry: Registry, sources: CredentialSources): void {
  const metric = new Gauge({
    name: 'rookery_credentials_stale_seconds',
    help: 'Seconds since the file of tokens, or the keys of the issuer, could be read; 0 while they can',
    labelNames: ['source'],
    registers: [],
    collect() {
      for (const [source, seconds] of sources.staleSeconds()) this.set({ source }, seconds);
    },
  });
  registry.registerMetric(metric);
}

import { Inject, Injectable } from '@nestjs/common';
import { ToolRegistry } from '../tools/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';

/** RFC 6750, section 3: what a scope may be made of. */
export const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** What the scrape of `/metrics` needs. */
const METRICS_SCOPE = 'metrics';

/** The scopes that this server asks for, whichever tools it has at the moment. */
@Injectable()
export class SupportedScopes {
  /** What every token must have. */
  readonly required: readonly string[];
  private tools: unknown;
  private current: readonly string[] = [];

  constructor(
    @Inject(AUTH_OPTIONS) { requiredScopes = [] }: AuthModuleOptions,
    private readonly registry: ToolRegistry,
  ) {
    this.required = requiredScopes;
  }

  /** Those that clients may ask their issuer for. */
  get all(): readonly string[] {
    this.update();
    return this.current;
  }

  /** Those of an operator. The array is another one only after a change. */
  get everything(): readonly string[] {
    this.update();
    return this.withMetrics;
  }

  private withMetrics: readonly string[] = [];

  private update(): void {
    const tools = this.registry.list();
    if (tools === this.tools) return;
    this.tools = tools;
    const ofTools = tools.flatMap(({ access }) => access.scopes).filter((scope) => SCOPE.test(scope));
    this.current = [...new Set([...this.required, ...ofTools])];
    this.withMetrics = [...new Set([...this.current, METRICS_SCOPE])];
  }
}

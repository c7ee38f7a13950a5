import { Inject, Injectable } from '@nestjs/common';
import { AccessRules } from '../features/index.js';
import { AUTH_OPTIONS, type AuthModuleOptions } from './auth.options.js';

/** RFC 6750, section 3: what a scope may be made of. */
export const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** What the scrape of `/metrics` needs. */
const METRICS_SCOPE = 'metrics';

/** The scopes that this server asks for, whatever it has at the moment. */
@Injectable()
export class SupportedScopes {
  /** What every token must have. */
  readonly required: readonly string[];
  private rules: unknown;
  private current: readonly string[] = [];

  constructor(
    @Inject(AUTH_OPTIONS) { requiredScopes = [] }: AuthModuleOptions,
    private readonly accessRules: AccessRules,
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
    const rules = this.accessRules.list();
    if (rules === this.rules) return;
    this.rules = rules;
    const ofRules = rules.flatMap(({ scopes }) => scopes).filter((scope) => SCOPE.test(scope));
    this.current = [...new Set([...this.required, ...ofRules])];
    this.withMetrics = [...new Set([...this.current, METRICS_SCOPE])];
  }
}

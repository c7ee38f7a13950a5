import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../callers/index.js';

const MAX_TOKENS = 10_000;

interface VerifiedToken {
  readonly principal: Principal;
  readonly untilMs: number;
}

/** Tokens that were verified a short time ago, by their hash; the least recently used are dropped. */
@Injectable()
export class VerifiedTokens {
  private readonly byHash = new Map<string, VerifiedToken>();
  private forgotten = 0;

  /** Grows whenever tokens are forgotten: a verification that began before may be out of date. */
  get generation(): number {
    return this.forgotten;
  }

  static hashOf(token: string): string {
    return createHash('sha256').update(token).digest('base64');
  }

  findPrincipal(hash: string): Principal | undefined {
    const known = this.byHash.get(hash);
    if (!known) return undefined;
    this.byHash.delete(hash);
    if (known.untilMs <= Date.now()) return undefined;
    this.byHash.set(hash, known);
    return known.principal;
  }

  add(hash: string, principal: Principal, maxAgeMs: number): void {
    const untilMs = Math.min(principal.expiresAtMs ?? Infinity, Date.now() + maxAgeMs);
    this.byHash.set(hash, { principal, untilMs });
    const [oldest] = this.byHash.keys();
    if (this.byHash.size > MAX_TOKENS) this.byHash.delete(oldest!);
  }

  forget(isRevoked: (principal: Principal) => boolean): void {
    this.forgotten++;
    for (const [hash, { principal }] of this.byHash) if (isRevoked(principal)) this.byHash.delete(hash);
  }
}

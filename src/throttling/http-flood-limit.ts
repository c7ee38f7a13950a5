import { Injectable } from '@nestjs/common';
import { type Caller, callerKey, clientNetwork, type Rate } from '../callers/index.js';
import { FloodLimit } from '../http-edge/index.js';
import { UnavailableError } from '../protocol/index.js';
import { MemoryRateStorage } from './memory-rate-storage.js';
import { readRateLimit, ThrottlingOptions } from './throttling.options.js';

/** How many HTTP requests a caller may send for each request that its rate allows: pings, answers and streams come besides. */
const FLOOD_FACTOR = 10;

/** Far above what scrapers ask, several of them behind one address too. */
const SCRAPES: Rate = { limit: 120, windowMs: 60_000 };

/**
 * HTTP requests of one caller, and wrong credentials and scrapes from one address. Counted on this replica, apart from calls: a flood
 * of addresses makes no caller's rate forgotten.
 */
@Injectable()
export class HttpFloodLimit extends FloodLimit {
  private readonly flood: Rate | undefined;
  private readonly failures: Rate | undefined;
  private readonly storage: MemoryRateStorage;

  constructor(options: ThrottlingOptions) {
    super();
    const rate = readRateLimit(options, 'rateLimit');
    this.flood = rate && { ...rate, limit: rate.limit * FLOOD_FACTOR };
    this.failures = readRateLimit(options, 'authFailuresLimit');
    this.storage = new MemoryRateStorage(options.maxKeys);
  }

  admitRequest(caller: Caller): void {
    if (this.flood) this.count(callerKey(caller), this.flood, 'Too many HTTP requests');
  }

  override admitAddress(address: string): void {
    if (this.flood) this.count(`no caller ${clientNetwork(address)}`, this.flood, 'Too many HTTP requests');
  }

  refuse(address: string): void {
    if (this.failures)
      this.count(`failures ${clientNetwork(address)}`, this.failures, 'Too many wrong credentials');
  }

  override scrape(address: string): void {
    if (this.flood) this.count(`metrics ${clientNetwork(address)}`, SCRAPES, 'Too many requests for metrics');
  }

  private count(key: string, rate: Rate, sentence: string): void {
    const refusal = this.storage.charge([{ key, rate }]);
    if (!refusal) return;
    throw new UnavailableError('rate-limited', sentence, Math.ceil(refusal.waitMs / 1000));
  }
}

import { Injectable, Optional } from '@nestjs/common';
import { Load } from '../availability/index.js';
import { callerKey, type Rate } from '../callers/index.js';
import { type Call, CallGate } from '../json-rpc/index.js';
import { isThenable, UnavailableError } from '../protocol/index.js';
import { MemoryRateStorage } from './memory-rate-storage.js';
import { type RateCharge, type RateRefusal, RateStorage } from './rate-storage.js';
import { readRateLimit, ThrottlingOptions } from './throttling.options.js';
import { WorkLimit } from './work-limit.js';

const OVERLOAD_RETRY_SECONDS = 5;

interface CallCharge extends RateCharge {
  /** What is counted, as the refusal says it. */
  readonly what: string;
}

/**
 * Refuses calls while the server is too busy for their caller, and those beyond the work or the rate of their caller, or of
 * their caller and tool, prompt or resource. A
 * refused call counts against neither.
 */
@Injectable()
export class ThrottlingGate extends CallGate {
  private readonly rate: Rate | undefined;
  private readonly toolRate: Rate | undefined;
  private readonly storage: RateStorage;

  constructor(
    options: ThrottlingOptions,
    memory: MemoryRateStorage,
    private readonly load: Load,
    private readonly work: WorkLimit,
    @Optional() storage?: RateStorage,
  ) {
    super();
    this.rate = readRateLimit(options, 'rateLimit');
    this.toolRate = readRateLimit(options, 'toolRateLimit');
    this.storage = storage ?? memory;
  }

  /** @throws UnavailableError */
  admitCall(call: Call): void | PromiseLike<void> {
    const { caller } = call.source;
    if (this.load.refuses(caller))
      throw new UnavailableError('overloaded', 'The server is overloaded', OVERLOAD_RETRY_SECONDS);
    this.work.check(caller);
    const key = callerKey(caller);
    this.work.recent.add(key, 0);
    const charges = this.chargesOf(call, key);
    if (charges.length === 0) return;
    const refusal = this.storage.charge(charges);
    if (isThenable(refusal)) return refusal.then(check);
    check(refusal);
  }

  private chargesOf({ target }: Call, caller: string): CallCharge[] {
    const charges: CallCharge[] = [];
    if (this.rate) charges.push({ key: caller, rate: this.rate, what: 'requests' });
    const { kind, name } = target ?? {};
    const rate = target?.rate ?? (kind === 'tool' ? this.toolRate : undefined);
    if (name !== undefined && rate)
      charges.push({ key: `${kind} ${name} ${caller}`, rate, what: `calls of ${kind} ${name}` });
    return charges;
  }
}

function check(refusal: RateRefusal<CallCharge> | undefined): void {
  if (!refusal) return;
  const { charge, waitMs } = refusal;
  throw new UnavailableError(
    'rate-limited',
    `Rate limit: at most ${charge.rate.limit} ${charge.what} in ${charge.rate.windowMs / 1000} s`,
    Math.ceil(waitMs / 1000),
  );
}

import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Rate } from '../callers/index.js';

/** One rate that something counts against. */
export interface RateCharge {
  /** Whose. Names a caller: it belongs in no log. */
  readonly key: string;
  readonly rate: Rate;
}

/** The charge that does not fit, and after how many milliseconds it would. */
export interface RateRefusal<Charge extends RateCharge = RateCharge> {
  readonly charge: Charge;
  readonly waitMs: number;
}

/** Where hits are counted; `@nestjs/throttler` can use it too. Bind another one to count for several replicas. */
export abstract class RateStorage implements ThrottlerStorage {
  /**
   * Makes all charges, or none if one of them does not fit. A storage that cannot be asked at the moment should rather let
   * everything fit than reject.
   * @returns the refused charge that has to wait the longest, or a promise of it
   */
  abstract charge<Charge extends RateCharge>(
    charges: readonly Charge[],
  ): RateRefusal<Charge> | undefined | PromiseLike<RateRefusal<Charge> | undefined>;

  abstract increment(
    ...args: Parameters<ThrottlerStorage['increment']>
  ): ReturnType<ThrottlerStorage['increment']>;
}

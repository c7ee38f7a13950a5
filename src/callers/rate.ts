/** At most `limit` in each window of `windowMs`. */
export interface Rate {
  readonly limit: number;
  readonly windowMs: number;
}

const UNIT_MS = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;
const RATE = /^([1-9]\d{0,8})\/(second|minute|hour)$/;

/** @returns `undefined` for text that is not such as `10/minute`, `5/second` or `1000/hour` */
export function parseRate(text: string): Rate | undefined {
  const [, limit, unit] = RATE.exec(text) ?? [];
  return limit === undefined
    ? undefined
    : { limit: Number(limit), windowMs: UNIT_MS[unit as keyof typeof UNIT_MS] };
}

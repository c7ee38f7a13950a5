import { Injectable } from '@nestjs/common';

/** What this server reads from the environment, besides what Rookery reads. */
@Injectable()
export class RatesConfig {
  /** The service that knows exchange rates: `GET <url>/2026-01-31?base=EUR&symbols=USD`. */
  readonly ratesUrl: string = process.env['RATES_URL'] ?? 'https://api.frankfurter.dev/v1';

  /** Whoever sends it as `Authorization: Bearer …` is the operator. Nobody is while it is unset. */
  readonly operatorToken: string | undefined = process.env['OPERATOR_TOKEN'];
}

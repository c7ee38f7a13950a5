import { Injectable } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, Matches } from 'class-validator';
import { Describe, McpContext, Tool } from 'rookery';
import { RatesClient } from './rates.client.js';

class ExchangeRatesInput {
  @Describe('The currency that is sold, such as EUR')
  @Matches(/^[A-Z]{3}$/)
  from!: string;

  @Describe('The currency that is bought, such as USD')
  @Matches(/^[A-Z]{3}$/)
  to!: string;

  @Describe('Days such as 2026-01-31')
  @ArrayMinSize(1)
  @ArrayMaxSize(31)
  @Matches(/^\d{4}-\d\d-\d\d$/, { each: true })
  dates!: string[];
}

@Injectable()
export class RatesTools {
  constructor(private readonly client: RatesClient) {}

  @Tool({
    description: 'Look up what one unit of a currency cost in another one, on one or several days',
    annotations: { readOnlyHint: true },
    timeoutMs: 30_000,
  })
  async exchangeRates(
    { from, to, dates }: ExchangeRatesInput,
    @McpContext() { signal, progress }: McpContext,
  ): Promise<Record<string, number>> {
    const rates: Record<string, number> = {};
    for (const [index, date] of dates.entries()) {
      progress(index, dates.length, `Asking for ${date}`);
      rates[date] = await this.client.rate(from, to, date, signal);
    }
    return rates;
  }
}

import { Injectable } from '@nestjs/common';
import { ToolError } from 'rookery';
import { RatesConfig } from './rates.config.js';

/** The HTTP API of the rates service. Its failures become sentences that a model can read. */
@Injectable()
export class RatesClient {
  /** Requests since the start. */
  requests = 0;

  constructor(private readonly config: RatesConfig) {}

  /**
   * What one unit of `from` cost in `to` on a day.
   * @param signal ends the request
   * @throws ToolError when the service has no rate, or no answer
   */
  async rate(from: string, to: string, date: string, signal: AbortSignal): Promise<number> {
    const query = new URLSearchParams({ base: from, symbols: to });
    const answer = await this.get(`/${date}?${query.toString()}`, signal);
    const rate = (answer as { rates?: Record<string, unknown> } | null)?.rates?.[to];
    if (typeof rate !== 'number') throw new ToolError(`There is no rate of ${from} in ${to} on ${date}`);
    return rate;
  }

  private async get(path: string, signal: AbortSignal): Promise<unknown> {
    this.requests++;
    try {
      const response = await fetch(this.config.ratesUrl + path, { signal });
      if (response.ok) return await response.json();
      await response.body?.cancel();
      throw new ToolError(`The rates service answered ${response.status}`);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ToolError) throw error;
      throw new ToolError('The rates service gave no answer', { cause: error });
    }
  }
}

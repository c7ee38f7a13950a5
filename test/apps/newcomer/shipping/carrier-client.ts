import { BadGatewayException, Injectable } from '@nestjs/common';
import { ToolError } from '../../../../src/index.js';

/** The HTTP API of the carrier. */
@Injectable()
export class CarrierClient {
  /** Where it is, as `http://127.0.0.1:4711`. A test sets it. */
  url = 'https://carrier.example.com';

  /** @throws ToolError for a parcel that the carrier does not know */
  async get(path: string, signal: AbortSignal): Promise<Record<string, unknown>> {
    const response = await fetch(new URL(path, this.url), { signal });
    if (response.status === 404) throw new ToolError('The carrier does not know this parcel');
    if (!response.ok) throw new BadGatewayException(`The carrier answers ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  }
}

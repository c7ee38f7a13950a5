import { Injectable } from '@nestjs/common';
import { McpContext, Tool } from '../../../../src/index.js';
import { CarrierClient } from './carrier-client.js';
import { BookPickup, Pickup, PickupPointsInput, TrackParcelInput } from './shipping-inputs.js';

@Injectable()
export class ShippingTools {
  constructor(private readonly carrier: CarrierClient) {}

  @Tool({
    name: 'track_parcel',
    description: 'Asks the carrier where a parcel is',
    annotations: { readOnlyHint: true, openWorldHint: true },
    timeoutMs: 20_000,
    concurrency: 1,
  })
  track({ trackingNumber }: TrackParcelInput, @McpContext() { signal }: McpContext): Promise<object> {
    return this.carrier.get(`/parcels/${trackingNumber}`, signal);
  }

  @Tool({ name: 'find_pickup_points', description: 'Shops near a place that take parcels' })
  findPickupPoints(
    { latitude, longitude, radius = 1000 }: PickupPointsInput,
    @McpContext() { signal }: McpContext,
  ): Promise<object> {
    return this.carrier.get(`/points?at=${latitude},${longitude}&within=${radius}`, signal);
  }

  @Tool({ name: 'book_pickup', description: 'Has parcels fetched', input: BookPickup, output: Pickup })
  bookPickup({ day, slot, parcels, contact = null }: BookPickup): object {
    return { id: `${day}-${slot}`, parcels: parcels.length, contact };
  }
}

import { IsLatitude, IsLongitude, IsOptional, Matches, Max } from 'class-validator';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Describe } from '../../../../src/index.js';

export class TrackParcelInput {
  @Describe('As on the label', { examples: ['HB123456789DE'] })
  @Matches(/^HB[0-9]{9}[A-Z]{2}$/)
  trackingNumber!: string;
}

export class PickupPointsInput {
  @IsLatitude()
  latitude!: number;

  @IsLongitude()
  longitude!: number;

  @Describe('In metres')
  @IsOptional()
  @Max(20_000)
  radius?: number;
}

export const BookPickup = Type.Object(
  {
    day: Type.String({ format: 'date', description: 'As 2026-01-31' }),
    slot: Type.Union([Type.Literal('morning'), Type.Literal('evening')]),
    parcels: Type.Array(Type.Object({ kilograms: Type.Number({ exclusiveMinimum: 0, maximum: 30 }) }), {
      minItems: 1,
    }),
    service: Type.Optional(
      Type.Unsafe<'standard' | 'express'>({
        type: 'string',
        enum: ['standard', 'express'],
        default: 'standard',
      }),
    ),
    contact: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  },
  { additionalProperties: false },
);

export type BookPickup = Static<typeof BookPickup>;

export const Pickup = Type.Object({
  id: Type.String(),
  parcels: Type.Integer(),
  contact: Type.Union([Type.String(), Type.Null()]),
});

import { Module } from '@nestjs/common';
import { CarrierClient } from './carrier-client.js';
import { ShippingTools } from './shipping-tools.js';

@Module({ providers: [CarrierClient, ShippingTools] })
export class ShippingModule {}

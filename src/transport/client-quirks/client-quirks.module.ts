import { Module } from '@nestjs/common';
import { NestHostModule } from '../../nest-host/index.js';
import { ClientQuirkObservers } from './client-quirk-observer.js';

/** Where wires say what they tolerate. */
@Module({ imports: [NestHostModule], providers: [ClientQuirkObservers], exports: [ClientQuirkObservers] })
export class ClientQuirksModule {}

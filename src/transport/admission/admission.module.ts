import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../../http-edge/index.js';
import { JsonRpcModule } from '../../json-rpc/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { AdmissionGuard } from './admission.guard.js';
import { BodyDecoder } from './body-decoder.js';
import { MessageIntake } from './message-intake.js';

/**
 * Who may come in, and how much of it. {@link Authenticator}, {@link FloodLimit}, {@link WorkMeter} and {@link Availability}
 * are optional: a global module that exports them binds them.
 */
@Module({
  imports: [HttpEdgeModule, JsonRpcModule, SessionsModule],
  providers: [AdmissionGuard, BodyDecoder, MessageIntake],
  exports: [AdmissionGuard, MessageIntake, HttpEdgeModule],
})
export class AdmissionModule {}

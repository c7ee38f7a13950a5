import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../../http-edge/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { AdmissionGuard } from './admission.guard.js';
import { BodyDecoder } from './body-decoder.js';

/**
 * Who may come in, and how much of it. {@link Authenticator}, {@link FloodLimit}, {@link WorkMeter} and {@link Availability}
 * are optional: a global module that exports them binds them.
 */
@Module({
  imports: [HttpEdgeModule, SessionsModule],
  providers: [AdmissionGuard, BodyDecoder],
  exports: [AdmissionGuard, BodyDecoder, HttpEdgeModule],
})
export class AdmissionModule {}

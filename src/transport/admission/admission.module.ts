import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../../http-edge/index.js';
import { SessionsModule } from '../../sessions/index.js';
import { AdmissionGuard } from './admission.guard.js';

/** Who may come in. {@link Authenticator} and {@link FloodLimit} are optional: a global module that exports them binds them. */
@Module({
  imports: [HttpEdgeModule, SessionsModule],
  providers: [AdmissionGuard],
  exports: [AdmissionGuard, HttpEdgeModule],
})
export class AdmissionModule {}

import { Module } from '@nestjs/common';
import { HttpEdgeModule } from '../../http-edge/index.js';
import { AdmissionGuard } from './admission.guard.js';

/** Who may come in. {@link Authenticator} is optional: a global module that exports one binds it. */
@Module({
  imports: [HttpEdgeModule],
  providers: [AdmissionGuard],
  exports: [AdmissionGuard, HttpEdgeModule],
})
export class AdmissionModule {}

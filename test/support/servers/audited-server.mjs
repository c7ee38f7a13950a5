// The built service with observers of the app's own: one that fails, and one that is bound by its class in a global module.
import { Global, Logger, Module } from '@nestjs/common';
import { CallObserver, SessionObserver } from '../../../dist/index.js';
import { SamplesModule } from '../../../dist/samples/index.js';
import { createRookery } from '../../../dist/service/index.js';
import { ROOKERY_OPTIONS } from './rookery-options.mjs';

class FailingCallObserver extends CallObserver {
  callEnded() {
    throw new Error('the audit is away');
  }
}

class FailingSessionObserver extends SessionObserver {
  sessionOpened() {
    throw new Error('the audit is away');
  }

  sessionEnded() {}
}

class CallAudit extends CallObserver {
  logger = new Logger('Audit');

  callEnded({ request }) {
    this.logger.log(`audited ${request.method}`);
  }
}

class AuditModule {}
Module({
  providers: [FailingCallObserver, FailingSessionObserver, { provide: CallObserver, useClass: CallAudit }],
  exports: [CallObserver],
})(AuditModule);
Global()(AuditModule);

class AuditedModule {}
Module({ imports: [AuditModule, SamplesModule] })(AuditedModule);

const rookery = await createRookery(AuditedModule, ROOKERY_OPTIONS);
await rookery.listen();

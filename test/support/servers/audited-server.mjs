// The built service with observers of the app's own: one that fails, and one that is bound by its class in a global module.
// A plugin registers a tool at boot, and offers one that replaces it.
import { Global, Logger, Module } from '@nestjs/common';
import { CallObserver, SessionObserver, ToolRegistry } from '../../../dist/index.js';
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

class Plugin {
  constructor(tools) {
    this.tools = tools;
  }

  async onApplicationBootstrap() {
    await Promise.resolve();
    this.tools.register({ name: 'plugged', description: 'One', call: () => 'one' });
    const replace = ({ description }) => {
      this.tools.replace({ name: 'plugged', description, call: () => description });
      return 'done';
    };
    const input = { type: 'object', properties: { description: { type: 'string' } } };
    this.tools.register({ name: 'plug', input, call: replace });
  }
}
Reflect.defineMetadata('design:paramtypes', [ToolRegistry], Plugin);

class AuditModule {}
Module({
  providers: [
    FailingCallObserver,
    FailingSessionObserver,
    Plugin,
    { provide: CallObserver, useClass: CallAudit },
  ],
  exports: [CallObserver],
})(AuditModule);
Global()(AuditModule);

class AuditedModule {}
Module({ imports: [AuditModule, SamplesModule] })(AuditedModule);

const rookery = await createRookery(AuditedModule, ROOKERY_OPTIONS);
await rookery.listen();

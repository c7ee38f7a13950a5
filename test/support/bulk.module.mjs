// Written without decorators' syntax, so that plain Node can load it beside the built service.
import { Module } from '@nestjs/common';
import { Tool } from '../../dist/tools/index.js';

class BulkTools {
  bulk() {
    return 'x'.repeat(900_000);
  }
}
Tool({ description: 'A large result' })(
  BulkTools.prototype,
  'bulk',
  Object.getOwnPropertyDescriptor(BulkTools.prototype, 'bulk'),
);

export class BulkModule {}
Module({ providers: [BulkTools] })(BulkModule);

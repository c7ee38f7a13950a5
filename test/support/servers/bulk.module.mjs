// Written without decorators' syntax, so that plain Node can load it beside the built service.
import { Module } from '@nestjs/common';
import { Tool } from '../../../dist/tools/index.js';

class BulkTools {
  bulk() {
    return 'x'.repeat(900_000);
  }

  broken() {
    throw new Error('the disk is full');
  }
}
for (const name of ['bulk', 'broken'])
  Tool()(BulkTools.prototype, name, Object.getOwnPropertyDescriptor(BulkTools.prototype, name));

export class BulkModule {}
Module({ providers: [BulkTools] })(BulkModule);

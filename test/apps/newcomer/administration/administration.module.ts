import { Module } from '@nestjs/common';
import { AdministrationTools, AuditLog } from './administration-tools.js';
import { ManagerGuard } from './manager.guard.js';

@Module({ providers: [AdministrationTools, AuditLog, ManagerGuard] })
export class AdministrationModule {}

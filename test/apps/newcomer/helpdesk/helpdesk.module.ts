import { Module } from '@nestjs/common';
import { CurrentTenant } from './current-tenant.js';
import { TicketTools, TrimPipe } from './ticket-tools.js';

@Module({ providers: [CurrentTenant, TicketTools, TrimPipe] })
export class HelpdeskModule {}

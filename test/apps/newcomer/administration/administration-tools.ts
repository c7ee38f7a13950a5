import { Injectable, UseGuards } from '@nestjs/common';
import { CurrentMcpContext, Public, Tool } from '../../../../src/index.js';
import { GrantRolesInput } from './grant-role.js';
import { ManagerGuard } from './manager.guard.js';

@Injectable()
export class AuditLog {
  readonly entries: string[] = [];

  constructor(private readonly current: CurrentMcpContext) {}

  record(what: string): void {
    this.entries.push(`${this.current.get()?.principal.id ?? 'the system'} ${what}`);
  }
}

@Injectable()
export class AdministrationTools {
  constructor(private readonly audit: AuditLog) {}

  @Tool({ name: 'grant_roles', description: 'Says what a person may do' })
  @UseGuards(ManagerGuard)
  grantRoles({ login, roles }: GrantRolesInput): string {
    this.audit.record(`made ${login} ${roles.join(', ')}`);
    return `${login}: ${roles.join(', ')}`;
  }

  @Tool({ name: 'read_audit_log', description: 'Who did what', scopes: ['audit:read'] })
  readAuditLog(): string[] {
    return this.audit.entries;
  }

  @Public()
  @Tool({
    name: 'server_status',
    description: 'Whether the shop is open',
    annotations: { readOnlyHint: true },
  })
  serverStatus(): string {
    return 'open';
  }
}

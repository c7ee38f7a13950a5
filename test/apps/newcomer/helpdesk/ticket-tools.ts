import { Injectable, type PipeTransform, UsePipes } from '@nestjs/common';
import { McpPrincipal, type Principal, Tool } from '../../../../src/index.js';
import { CurrentTenant } from './current-tenant.js';
import { AddNoteInput, ListTicketsInput, RouteTicket } from './ticket-inputs.js';

@Injectable()
export class TrimPipe implements PipeTransform {
  transform(value: unknown): unknown {
    return value instanceof AddNoteInput ? Object.assign(value, { text: value.text.trim() }) : value;
  }
}

/** A call sees the tickets of its own tenant. */
@Injectable()
export class TicketTools {
  constructor(private readonly tenant: CurrentTenant) {}

  @Tool({ name: 'list_tickets', description: 'Open questions of customers' })
  list({ urgency, mine = false }: ListTicketsInput): object {
    return { tenant: this.tenant.name, of: mine ? this.tenant.person : 'all', urgency: urgency ?? 'any' };
  }

  @Tool({ name: 'add_note', description: 'Writes a note under a ticket' })
  @UsePipes(TrimPipe)
  addNote({ ticketId, text, internal }: AddNoteInput, @McpPrincipal() principal: Principal): string {
    return `${principal.id} on ${ticketId}${internal ? ' (internal)' : ''}: ${text}`;
  }

  @Tool({ name: 'route_ticket', description: 'Hands a ticket to a team or a person', input: RouteTicket })
  route(target: typeof RouteTicket.infer): string {
    return `${target.ticketId} to ${target.to === 'team' ? target.team : target.email}`;
  }

  @Tool({ name: 'who_am_i', description: 'The tenant and the person that calls are made for' })
  whoAmI(): object {
    return { tenant: this.tenant.name, person: this.tenant.person };
  }
}

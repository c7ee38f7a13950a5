import { Injectable, UseGuards } from '@nestjs/common';
import { Tool } from 'rookery';
import { RatesClient } from './rates.client.js';
import { RequiresScope, ScopeGuard } from './scope.guard.js';

@Injectable()
@UseGuards(ScopeGuard)
export class UsageTools {
  constructor(private readonly client: RatesClient) {}

  @Tool({ description: 'Count the requests that went to the rates service' })
  @RequiresScope('usage')
  usage(): object {
    return { requests: this.client.requests };
  }
}

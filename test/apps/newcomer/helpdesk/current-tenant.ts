import { Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import type { McpContext } from '../../../../src/index.js';

/** Whom a call is for. A principal is called `north/ada`: the tenant and the person. */
@Injectable({ scope: Scope.REQUEST })
export class CurrentTenant {
  readonly name: string;
  readonly person: string;

  constructor(@Inject(REQUEST) context: McpContext) {
    const [name = '', person = ''] = context.principal.id.split('/');
    this.name = name;
    this.person = person;
  }
}

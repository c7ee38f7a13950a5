import { Injectable } from '@nestjs/common';
import { type Call, RequestDispatcher } from '../json-rpc/index.js';
import { ToolRegistry } from './tool.registry.js';

/** Takes the place of names that clients make up. */
export const OTHER = 'other';

/** What a call is named in metrics and traces: only names that this server has, since there may be no end of others. */
@Injectable()
export class CallNames {
  constructor(
    private readonly dispatcher: RequestDispatcher,
    private readonly tools: ToolRegistry,
  ) {}

  methodOf({ request }: Call): string {
    return this.dispatcher.serves(request.method) ? request.method : OTHER;
  }

  /** @returns `undefined` for a call of no tool */
  toolOf({ request }: Call): string | undefined {
    if (request.method !== 'tools/call') return undefined;
    const { name } = request.params;
    return typeof name === 'string' && this.tools.find(name) ? name : OTHER;
  }
}

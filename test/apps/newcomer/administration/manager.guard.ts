import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { getMcpContext, type Principal, type VisibilityGuard } from '../../../../src/index.js';

/** Managers have tools that nobody else sees. */
@Injectable()
export class ManagerGuard implements CanActivate, VisibilityGuard {
  canSee({ id }: Principal): boolean {
    return id.endsWith('/manager');
  }

  canActivate(execution: ExecutionContext): boolean {
    return this.canSee(getMcpContext(execution).principal);
  }
}

import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { getMcpContext, hasScope } from 'rookery';

/** The scope that a caller must have, on a tool or a class of tools that {@link ScopeGuard} guards. */
export const RequiresScope = Reflector.createDecorator<string>();

/** Lets a call of a tool pass if its principal has the scope that the tool requires. */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): boolean {
    const places = [execution.getHandler(), execution.getClass()];
    const scope = this.reflector.getAllAndOverride(RequiresScope, places);
    if (hasScope(getMcpContext(execution).principal, scope)) return true;
    throw new ForbiddenException(`This tool requires the scope ${scope}`);
  }
}

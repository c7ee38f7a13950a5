import { Injectable, Module } from '@nestjs/common';
import { McpContext, Public, Tool } from '../../../src/index.js';
import { HoldModule } from './held-calls.js';

@Injectable()
class ScopedTools {
  @Public()
  @Tool()
  status(): string {
    return 'open';
  }

  @Tool()
  who(@McpContext() { principal }: McpContext): string {
    return principal.id;
  }

  @Tool({ scopes: ['files:read'] })
  read(): string {
    return 'content';
  }

  @Tool({ scopes: ['files:read', 'files:write'] })
  write(): string {
    return 'written';
  }
}

/** One public tool, one for everybody with credentials, and two with scopes, beside the sample tools and `hold`. */
@Module({ imports: [HoldModule], providers: [ScopedTools] })
export class ScopedModule {}

@Injectable()
class PrivateTools {
  @Tool()
  who(@McpContext() { principal }: McpContext): string {
    return principal.id;
  }

  @Tool({ scopes: ['files:read'] })
  read(): string {
    return 'content';
  }
}

/** Nothing that is public. */
@Module({ imports: [HoldModule], providers: [PrivateTools] })
export class PrivateModule {}
